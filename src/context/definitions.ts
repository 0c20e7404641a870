import { signatureOf } from './signature.ts';
import type { Snippet } from './snippet.ts';

export interface Definition {
  readonly path: string;
  readonly languageId: string;
  /** Where it starts in its file, zero-based. */
  readonly line: number;
  /** Its lines, whole. */
  readonly text: string;
}

/** What the definitions look like from outside: one snippet a file, in the order of the file, the files by path. */
export function signatures(definitions: readonly Definition[]): readonly Snippet[] {
  const byPlace = definitions.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
  const ofPath = new Map<string, Set<string>>();
  for (const definition of byPlace) {
    const texts = ofPath.get(definition.path) ?? new Set();
    ofPath.set(definition.path, texts.add(signatureOf(definition.text, definition.languageId)));
  }
  return [...ofPath].map(([path, texts]) => ({ path, text: [...texts].join('') })).filter(({ text }) => text !== '');
}
