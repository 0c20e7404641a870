/** What a scripted model (scriptedModel.ts) says, for servers that have none and only play one. */
import type { Script } from './scriptedModel.ts';

// What the vocabularies of scripted models and of their real patterns hold as one token; all else is one token a byte.
const marks = /<[｜|][^<>\s]{1,64}?[｜|]>|<\/?think>/gu;

/** Tokens of a prompt as a server counts them that turns the letters of every mark into the mark, and adds the first one. */
export function countTokens(prompt: string): number {
  const found = prompt.match(marks)?.length ?? 0;
  return 1 + found + Buffer.byteLength(prompt.replaceAll(marks, ''));
}

/** The script that goes on from the end of a prompt; undefined where the model has nothing to say. */
export function scriptFor(prompt: string, kind: 'coder' | 'r1', scripts: readonly Script[]): Script | undefined {
  const last = /(>|^)$/u.test(prompt) ? '' : (prompt.at(-1) ?? '');
  const beginning = scripts.filter(({ after = '' }) => kind === 'r1' || after === last);
  const place = ({ when }: Script): number => (when === undefined ? -1 : prompt.lastIndexOf(when));
  const selected = beginning.filter(script => place(script) >= 0).toSorted((a, b) => place(b) - place(a));
  return selected[0] ?? beginning.find(({ when }) => when === undefined);
}

/** What is said token by token, each word with the space before it; for ever where the script is endless. */
export function* spoken({ says, endless = false }: Script): Generator<string> {
  const words = says.match(/<\/?think>|\s*[^\s<]+|\s+|</gu) ?? [];
  yield* words;
  if (endless) for (;;) yield* words;
}
