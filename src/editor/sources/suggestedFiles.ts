import { type Disposable, TabInputNotebook, TabInputText, type Uri, window, workspace } from 'vscode';
import { fuzzyGlob, fuzzyScore } from '../../context/fuzzy.ts';
import type { SuggestionView } from '../../shared/chat.ts';
import { nameOfUri } from '../selection.ts';
import { findFiles } from './findFiles.ts';

/** Files that a search of the workspace may bring; the best of them are offered. */
const mostFound = 300;
const remembered = 50;

/** Finds files to offer: open ones and those used before first, then what the workspace has. */
export class FileFinder implements Disposable {
  /** The newest first. */
  #recent: readonly Uri[] = [];
  readonly #listening = window.onDidChangeActiveTextEditor(editor => {
    if (editor === undefined || workspace.getWorkspaceFolder(editor.document.uri) === undefined) return;
    const { uri } = editor.document;
    this.#recent = [uri, ...this.#recent.filter(other => other.toString() !== uri.toString())].slice(0, remembered);
  });

  async suggest(query: string, signal: AbortSignal): Promise<readonly SuggestionView[]> {
    const near = [...this.#recent, ...openFiles()];
    const glob = fuzzyGlob(query);
    const found = glob === undefined ? [] : await findFiles(glob, mostFound, signal);
    const folders = query.endsWith('/') ? await foldersNamed(query, signal) : [];
    return [...folders, ...ranked(query, near), ...ranked(query, found)];
  }

  dispose(): void {
    this.#listening.dispose();
  }
}

const openFiles = (): readonly Uri[] =>
  window.tabGroups.all
    .flatMap(group => group.tabs)
    .flatMap(({ input }) => (input instanceof TabInputText || input instanceof TabInputNotebook ? [input.uri] : []));

/** "src/" offers folders whose name has these letters, told by the files in them. */
async function foldersNamed(query: string, signal: AbortSignal): Promise<readonly SuggestionView[]> {
  const glob = fuzzyGlob(query.slice(0, -1));
  if (glob === undefined) return [];
  const folders = new Map(
    (await findFiles(`${glob}/*`, mostFound, signal))
      .map(uri => uri.with({ path: uri.path.slice(0, uri.path.lastIndexOf('/')) }))
      .map(uri => [uri.toString(), uri]),
  );
  return [...folders.values()]
    .slice(0, 5)
    .map(uri => ({ ...suggestionOf(uri), id: `folder:${uri.toString()}`, kind: 'folder' }));
}

const ranked = (query: string, uris: readonly Uri[]): readonly SuggestionView[] =>
  uris
    .flatMap((uri, at) => {
      const score = fuzzyScore(query, nameOfUri(uri));
      return score === undefined ? [] : [{ uri, score, at }];
    })
    // Without letters the order is that of use.
    .toSorted((a, b) => (query === '' ? a.at - b.at : b.score - a.score))
    .map(({ uri }) => suggestionOf(uri));

function suggestionOf(uri: Uri): SuggestionView {
  const name = nameOfUri(uri);
  const at = name.lastIndexOf('/');
  return {
    id: `file:${uri.toString()}`,
    kind: 'file',
    label: name.slice(at + 1),
    detail: at < 0 ? '' : name.slice(0, at),
  };
}
