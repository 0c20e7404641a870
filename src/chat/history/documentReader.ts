import * as z from 'zod';
import type { Attachment } from '../../prompt/attachments.ts';
import type { Answered, Chat, Question, Thought, Turn } from '../turns.ts';
import { unescaped, unescapedLine } from './escaping.ts';
import { type Fence, fenceAfter } from './fences.ts';
import { fromJson } from './json.ts';
import { type Read, flawed, joined } from './flaw.ts';
import { replyEnds } from './replyEnds.ts';
import { attachmentSchema } from './schema.ts';

// Reads what `chatAsMarkdown` wrote, and nothing else: an answer in somebody's own Markdown has no turns in it.

const aboutSchema = z.object({
  version: z.number(),
  createdAt: z.number(),
  updatedAt: z.number(),
  workspace: z.string(),
});
const attachedSchema = attachmentSchema.omit({ text: true });

/** The chat of an exported document, under the id given: its shown branch, with traces where it has them. */
export function chatFromMarkdown(text: string, id: string): Read<Chat> {
  const lines = withUnixEnds(text).split('\n');
  const title = /^# (.*)$/.exec(lines[0] ?? '')?.[1];
  const data = commentIn('Deepwell chat', lines[2]);
  const about = aboutSchema.safeParse(data);
  if (title === undefined || !about.success) return flawed({ kind: 'notAChat' });
  const { version, ...facts } = about.data;
  if (version > 1) return flawed({ kind: 'newer', version });
  const turns: Turn[] = [];
  for (const section of sectionsOf(lines.slice(3))) {
    const turn = turnOf(section, turns, facts.updatedAt);
    if (turn === undefined) return flawed({ kind: 'field', field: section.heading });
    turns.push(turn);
  }
  return joined({ id, title: unescapedLine(title), ...facts, shown: {}, openedByHand: {} }, turns);
}

/** An editor may have given all lines ends of Windows; a single one is part of a text. */
const withUnixEnds = (text: string): string =>
  /^\ufeff?[^\n]*\r\n/.test(text) ? text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n') : text.replace(/^\ufeff/, '');

function commentIn(name: string, line = ''): unknown {
  const isComment = line.startsWith(`<!-- ${name} `) && line.endsWith(' -->');
  return isComment ? fromJson(line.slice(`<!-- ${name} `.length, -' -->'.length)) : undefined;
}

interface Section {
  /** "## You" */
  readonly heading: string;
  readonly lines: readonly string[];
}

/** The document at its headings, which do not count in code. */
function sectionsOf(lines: readonly string[]): readonly Section[] {
  const starts: number[] = [];
  let fence: Fence | undefined;
  for (const [at, line] of lines.entries()) {
    const before = fence;
    fence = fenceAfter(line, fence);
    if (before === undefined && /^## (You|Deepwell)\s*$/.test(line)) starts.push(at);
  }
  return starts.map((start, at) => {
    const end = starts[at + 1] ?? lines.length;
    // An empty line follows the heading and another one the section.
    const body = lines.slice(start + 2, lines[end - 1] === '' ? end - 1 : end);
    return { heading: (lines[start] ?? '').trim(), lines: body };
  });
}

/** Undefined where something of it is not as it was written. */
function turnOf({ heading, lines }: Section, before: readonly Turn[], at: number): Turn | undefined {
  const id = String(before.length + 1);
  const last = before.at(-1);
  if (heading === '## You') return last?.role === 'user' ? undefined : questionOf(lines, id, last?.id, at);
  return last?.role === 'user' ? replyOf(lines, id, last.id, at) : undefined;
}

function questionOf(
  lines: readonly string[],
  id: string,
  parent: string | undefined,
  at: number,
): Question | undefined {
  const attachments: Attachment[] = [];
  let rest = lines;
  while (rest[0]?.startsWith('<!-- attached ') === true) {
    const about = attachedSchema.safeParse(commentIn('attached', rest[0]));
    const fence = fenceAfter(rest[3] ?? '', undefined);
    const end = rest.findIndex((line, number) => number > 3 && fenceAfter(line, fence) === undefined);
    if (!about.success || fence === undefined || end < 0) return undefined;
    attachments.push({ ...about.data, text: rest.slice(4, end).join('\n') });
    rest = rest.slice(end + 2);
  }
  return { role: 'user', id, parent, at, text: unescaped(rest), attachments };
}

function replyOf(lines: readonly string[], id: string, parent: string, at: number): Answered | undefined {
  const trace = traceOf(lines);
  if (trace === undefined) return undefined;
  const { answer, end } = withoutEnd(trace.rest);
  const thought = trace.thought && { thought: trace.thought };
  const tokens = trace.thought?.tokens ?? 0;
  return { role: 'assistant', id, parent, at, ...thought, answer: unescaped(answer), tokens, ...stateOf(end) };
}

const summary = /^<details><summary>Reasoning, (\d+) s, (\d+) tokens(, cut off)?<\/summary>$/;

/** The trace at the beginning of a reply and what follows it; undefined where it has no end. */
function traceOf(
  lines: readonly string[],
): { readonly thought?: Thought; readonly rest: readonly string[] } | undefined {
  const [first = ''] = lines;
  const about = summary.exec(first);
  if (about === null && first !== '<think>') return { rest: lines };
  const [begin, end] = about === null ? [1, '</think>'] : [2, '</details>'];
  const close = closeOf(lines, begin, end);
  if (close === undefined) return undefined;
  const text = unescaped(lines.slice(begin, about === null ? close : close - 1));
  const [seconds, tokens] = [Number(about?.[1] ?? 0), Number(about?.[2] ?? 0)];
  const ended = about?.[3] === undefined ? 'model' : 'cut';
  return { thought: { text, milliseconds: seconds * 1000, tokens, steps: [], ended }, rest: lines.slice(close + 2) };
}

function closeOf(lines: readonly string[], from: number, end: string): number | undefined {
  let fence: Fence | undefined;
  for (const [at, line] of lines.entries()) {
    if (at < from) continue;
    if (fence === undefined && line === end) return at;
    fence = fenceAfter(line, fence);
  }
  return undefined;
}

type End = keyof typeof replyEnds;

function withoutEnd(lines: readonly string[]): { readonly answer: readonly string[]; readonly end?: End } {
  const words = /^<sub>(.*)<\/sub>$/.exec(lines.at(-1) ?? '')?.[1];
  const end = (Object.keys(replyEnds) as End[]).find(one => replyEnds[one] === words);
  return end === undefined ? { answer: lines } : { answer: lines.slice(0, -2), end };
}

function stateOf(end: End | undefined): Pick<Answered, 'state' | 'ending'> {
  if (end === undefined) return { state: 'complete' };
  if (end === 'stopped' || end === 'error') return { state: end };
  return { state: end === 'interrupted' ? 'stopped' : 'complete', ending: end };
}
