import { type DocumentSelector, type TextDocument, TabInputText, languages, window, workspace } from 'vscode';
import { hasPrivateKey } from '../context/exclude.ts';
import type { DocumentText } from '../context/window.ts';
import type { Exclusion } from './exclusion.ts';
import { nameOf } from './selection.ts';

/** Characters. What is longer is generated or data, and comparing it would hold up the extension host. */
export const longest = 500_000;

/** Characters of all neighbours: comparing a megabyte takes a quarter of a second. */
const longestTogether = 1_000_000;

/** Which documents may lend their code to the prompt of another. */
export interface Lenders {
  /** Those a person writes. */
  readonly documents: DocumentSelector;
  readonly exclusion: Exclusion;
}

export function mayLend(document: TextDocument, { documents, exclusion }: Lenders): boolean {
  if (document.isClosed || languages.match(documents, document) === 0) return false;
  if (exclusion.whyExcluded(document) !== undefined) return false;
  const text = document.getText();
  return text.length <= longest && !hasPrivateKey(text);
}

/** The texts of the other tabs of a document's language that may be taken along, the shortest ones if they are too many. */
export function neighboursOf(document: TextDocument, lenders: Lenders): readonly DocumentText[] {
  const inTabs = new Set(
    window.tabGroups.all
      .flatMap(group => group.tabs)
      .flatMap(({ input }) => (input instanceof TabInputText ? [input.uri.toString()] : [])),
  );
  const texts = workspace.textDocuments
    .filter(other => other !== document && other.languageId === document.languageId)
    .filter(other => inTabs.has(other.uri.toString()) && mayLend(other, lenders))
    .map(textOf)
    .toSorted((a, b) => a.text.length - b.text.length);
  let together = 0;
  return texts.filter(({ text }) => (together += text.length) <= longestTogether);
}

export const textOf = (document: TextDocument): DocumentText => ({
  path: nameOf(document),
  languageId: document.languageId,
  text: document.getText().replaceAll('\r\n', '\n'),
});
