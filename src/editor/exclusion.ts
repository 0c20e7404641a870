import {
  type Disposable,
  type DocumentFilter,
  RelativePattern,
  type TextDocument,
  type Uri,
  languages,
  workspace,
} from 'vscode';
import { globsOf, isSecretFile } from '../context/exclude.ts';
import type { Settings } from '../shared/settings.ts';
import { GitIgnores } from './gitIgnores.ts';
import { notebookOf } from './notebooks.ts';
import type { WhyExcluded } from './whyNotHere.ts';

/** Tells which documents get no ghost text and never enter a prompt by themselves. */
export class Exclusion implements Disposable {
  readonly #settings: () => Settings;
  readonly #gitIgnores = new GitIgnores();

  constructor(settings: () => Settings) {
    this.#settings = settings;
  }

  whyExcluded(document: TextDocument): WhyExcluded | undefined {
    const { completionExclude, completionExcludeGitIgnored } = this.#settings();
    if (isSecretFile(document.uri.path)) return 'secret';
    if (languages.match(filtersFor(completionExclude, document), document) > 0) return 'setting';
    if (completionExcludeGitIgnored && this.#gitIgnores.mayIgnore(fileOf(document))) return 'gitIgnored';
    return undefined;
  }

  dispose(): void {
    this.#gitIgnores.dispose();
  }
}

/** The editor's own globs, so that an entry means what it means in "files.exclude" and "search.exclude". */
function filtersFor(entries: readonly string[], document: TextDocument): DocumentFilter[] {
  const folder = workspace.getWorkspaceFolder(fileOf(document));
  return entries
    .flatMap(globsOf)
    .map(glob => ({ pattern: folder && !glob.startsWith('**/') ? new RelativePattern(folder, glob) : glob }));
}

/** A cell of a notebook has a URI of its own, which lies in no workspace folder; the notebook's does. */
const fileOf = (document: TextDocument): Uri => notebookOf(document)?.uri ?? document.uri;
