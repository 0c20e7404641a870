import { type TextEditor, env } from 'vscode';
import type { Attachment } from '../../prompt/attachments.ts';
import { languageName } from '../../prompt/language.ts';
import { type Placeholder, filledPrompt, placeholdersIn } from '../../prompt/promptFile.ts';
import {
  type Asks,
  type Deed,
  type Need,
  isSlashName,
  readSlash,
  slashCommands,
  slashQuestion,
} from '../../prompt/slash.ts';
import { unlessAborted } from '../../shared/unlessAborted.ts';
import { attachedSelection, attachedSymbol } from '../selection.ts';
import { attachedChanges } from './changes.ts';
import { type ConsentParts, consentToText } from './consent.ts';
import { attachedFile } from './files.ts';
import { attachedProblems } from './problems.ts';
import { type NamedPrompt, promptFiles } from './promptFiles.ts';
import { Refused, tellRefused } from './refusal.ts';
import type { WatchedTexts } from './watchedTexts.ts';

/** A question and what it is about. */
export interface Asked {
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

export type Prepared =
  | ({ readonly kind: 'ask' } & Asked)
  | { readonly kind: 'do'; readonly what: Deed; readonly rest: string }
  | { readonly kind: 'problem'; readonly sentence: string };

export interface PrepareParts extends ConsentParts {
  readonly editor: () => TextEditor | undefined;
  readonly texts: WatchedTexts;
}

/** What is asked by what was typed: a command becomes its question, with what it needs attached. */
export async function prepare(
  text: string,
  attachments: readonly Attachment[],
  parts: PrepareParts,
  signal: AbortSignal,
): Promise<Prepared> {
  const slash = readSlash(text);
  if (slash === undefined) return { kind: 'ask', text, attachments };
  const { command, rest } = slash;
  try {
    if (!isSlashName(command)) return { kind: 'ask', ...(await ownPrompt(command, rest, attachments, parts, signal)) };
    const meaning = slashCommands[command];
    if (meaning.kind === 'does') return { kind: 'do', what: meaning.what, rest };
    return { kind: 'ask', ...(await builtIn(meaning, rest, attachments, parts, signal)) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Refused) return { kind: 'problem', sentence: tellRefused(error) };
    throw error;
  }
}

async function builtIn(
  asks: Asks,
  rest: string,
  attachments: readonly Attachment[],
  parts: PrepareParts,
  signal: AbortSignal,
): Promise<Asked> {
  let all = attachments;
  for (const need of asks.needs) all = joined(all, await needed(need, all, parts, signal));
  return { text: slashQuestion(asks, rest, languageName(env.language)), attachments: all };
}

const isCode = ({ kind }: Attachment): boolean => ['selection', 'symbol', 'file', 'folder'].includes(kind);

/** What a command needs, unless something of the kind is attached already. */
async function needed(
  need: Need,
  attachments: readonly Attachment[],
  parts: PrepareParts,
  signal: AbortSignal,
): Promise<readonly Attachment[]> {
  switch (need) {
    case 'code':
      return attachments.some(isCode) ? [] : [await codeHere(parts, signal)];
    case 'problems':
      return attachments.some(({ kind }) => kind === 'problems') ? [] : problemsHere(parts);
    case 'changes':
      return attachments.some(({ kind }) => kind === 'changes') ? [] : [await attachedChanges(signal)];
  }
}

/** The selected code; without a selection what the cursor stands in, and otherwise the file. */
async function codeHere(parts: PrepareParts, signal: AbortSignal): Promise<Attachment> {
  const editor = parts.editor();
  if (editor === undefined) throw new Refused('noEditor');
  const part = await partHere(editor, parts, signal);
  return part ?? attachedFile(editor.document.uri, parts, signal);
}

async function partHere(editor: TextEditor, parts: ConsentParts, signal: AbortSignal): Promise<Attachment | undefined> {
  const part = attachedSelection(editor) ?? (await unlessAborted(attachedSymbol(editor), signal));
  if (part !== undefined) await consentToText(editor.document, part.text, parts);
  return part;
}

/** There need not be any: what is wrong may be in the person's words. */
function problemsHere({ editor }: PrepareParts): readonly Attachment[] {
  const uri = editor()?.document.uri;
  try {
    return uri === undefined ? [] : [attachedProblems(uri, uri)];
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
}

async function ownPrompt(
  command: string,
  rest: string,
  attachments: readonly Attachment[],
  parts: PrepareParts,
  signal: AbortSignal,
): Promise<Asked> {
  const prompt = (await promptFiles(parts.texts, signal)).find(({ name }) => name === command);
  if (prompt === undefined) throw new Refused('noSuchCommand', `/${command}`);
  const filled = await filledPromptOf(prompt, rest, parts, signal);
  return { text: filled.text, attachments: joined(attachments, filled.attachments) };
}

/** A prompt file's text, with what its placeholders stand for attached and named. */
export async function filledPromptOf(
  { body }: NamedPrompt,
  rest: string,
  parts: PrepareParts,
  signal: AbortSignal,
): Promise<Asked> {
  const names: Partial<Record<Placeholder, string>> = {};
  const attachments: Attachment[] = [];
  for (const placeholder of placeholdersIn(body)) {
    const attachment = await placed(placeholder, parts, signal);
    names[placeholder] = attachment.kind === 'file' ? attachment.path : attachment.label;
    attachments.push(attachment);
  }
  return { text: filledPrompt(body, names, rest), attachments };
}

async function placed(placeholder: Placeholder, parts: PrepareParts, signal: AbortSignal): Promise<Attachment> {
  const editor = parts.editor();
  if (editor === undefined) throw new Refused('noEditor');
  if (placeholder === 'file') return attachedFile(editor.document.uri, parts, signal);
  const part = await partHere(editor, parts, signal);
  if (part === undefined) throw new Refused('nothingSelected');
  return part;
}

/** Both, and nothing twice. */
const joined = (first: readonly Attachment[], more: readonly Attachment[]): readonly Attachment[] => [
  ...first,
  ...more.filter(({ id }) => first.every(other => other.id !== id)),
];
