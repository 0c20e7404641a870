/** Someone types in the middle of a file of some 400 lines, and after each key a first token is asked for. */
import type { DocumentText } from '../../src/context/window.ts';
import { typedFile } from './typedFile.ts';

/** What one key cost. */
export interface KeyCost {
  /** Milliseconds to the first token. */
  readonly ms: number;
  readonly promptTokens: number;
  readonly evaluatedTokens: number;
}

export type AskAt = (document: DocumentText, offset: number) => Promise<KeyCost>;

/** Twice the same: what a token costs does not depend on what was read before it. */
const longFile = `${typedFile}\n${typedFile}`;

/** 66 keys, over two lines. */
const keys = '  const longest = steps.filter(step => step.ms > 1);\n  if (longest';

/** What each of the first so many keys costs. The file as it was before them is asked first, and does not count. */
export async function type(count: number, ask: AskAt): Promise<KeyCost[]> {
  if (count > keys.length) throw new Error(`There are ${keys.length} keys to type.`);
  const costs: KeyCost[] = [];
  for (let typed = 0; typed <= count; typed++) costs.push(await ask(...documentAfter(typed)));
  return costs.slice(1);
}

function documentAfter(typed: number): [document: DocumentText, offset: number] {
  const cut = longFile.indexOf('\n', longFile.length * 0.52) + 1;
  const before = longFile.slice(0, cut) + keys.slice(0, typed);
  return [{ path: 'src/file.ts', languageId: 'typescript', text: `${before}\n${longFile.slice(cut)}` }, before.length];
}
