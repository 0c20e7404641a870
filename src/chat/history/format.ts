import * as z from 'zod';
import type { Chat, Turn } from '../turns.ts';
import { finite, fromJson } from './json.ts';
import { type Flaw, type Read, flawed, joined, read, wrongField } from './flaw.ts';
import { aboutSchema, turnSchema } from './schema.ts';
import { shownTurns } from './shownTurns.ts';

// A chat's file is JSON lines: the header, then one line for each turn in the order they were made. What a list of
// chats shows stands in the header, so that listing reads one line of each file.

const formatName = 'deepwell-chat';
const formatVersion = 1;

const headerSchema = aboutSchema.extend({
  format: z.literal(formatName),
  version: z.literal(formatVersion),
  questions: z.number(),
  preview: z.string(),
  turnCount: z.number(),
});

/** What can be known of a chat without its turns. */
export type Header = z.output<typeof headerSchema>;

const previewLength = 120;

/** Lines without their ends. Written one by one: a long chat is never one text. */
export function* linesOf(chat: Chat): Generator<string, void, undefined> {
  yield JSON.stringify(headerOf(chat), finite);
  for (const turn of chat.turns) yield lineOf(turn);
}

// While an answer grows, its chat is saved each second, and only this one turn is another object than before.
const linesByTurn = new WeakMap<Turn, string>();

function lineOf(turn: Turn): string {
  const known = linesByTurn.get(turn);
  if (known !== undefined) return known;
  const line = JSON.stringify(turn, finite);
  linesByTurn.set(turn, line);
  return line;
}

function headerOf({ turns, ...about }: Chat): Header {
  const questions = turns.filter(({ role }) => role === 'user').length;
  const preview = previewOf(shownTurns({ turns, shown: about.shown }));
  return { format: formatName, version: formatVersion, ...about, questions, preview, turnCount: turns.length };
}

/** The beginning of the last question: the title has the first one. */
const previewOf = (shown: readonly Turn[]): string =>
  (shown.findLast(turn => turn.role === 'user')?.text ?? '')
    .slice(0, 2 * previewLength)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, previewLength);

const versionSchema = z.object({ format: z.literal(formatName), version: z.number().int() });

export function readHeader(line: string): Read<Header> {
  const json = fromJson(line);
  const version = versionSchema.safeParse(json);
  if (!version.success) return flawed({ kind: 'notAChat' });
  if (version.data.version > formatVersion) return flawed({ kind: 'newer', version: version.data.version });
  const header = headerSchema.safeParse(json);
  return header.success ? read(header.data) : wrongField(header.error);
}

/** `number`: which turn of the chat it is, from 0; for telling what is wrong with it. */
export function readTurn(line: string, number: number): Read<Turn> {
  const json = fromJson(line);
  if (json === undefined) return flawed({ kind: 'cutShort' });
  const turn = turnSchema.safeParse(json);
  return turn.success ? read(turn.data) : wrongField(turn.error, ['turns', number]);
}

/** Reads, line by line, what `linesOf` wrote. A single damaged line makes the whole chat flawed: no gap passes in silence. */
export class ChatReader {
  #header: Header | undefined;
  readonly #turns: Turn[] = [];

  /** What is wrong with the line; undefined where nothing is. */
  add(line: string): Flaw | undefined {
    const part = this.#header === undefined ? readHeader(line) : readTurn(line, this.#turns.length);
    if (part.kind === 'flawed') return part.flaw;
    if ('role' in part.value) this.#turns.push(part.value);
    else this.#header = part.value;
    return undefined;
  }

  /** The chat, when all lines were added. */
  end(): Read<Chat> {
    if (this.#header === undefined) return flawed({ kind: 'notAChat' });
    if (this.#turns.length !== this.#header.turnCount) return flawed({ kind: 'cutShort' });
    return joined(aboutSchema.parse(this.#header), this.#turns);
  }
}
