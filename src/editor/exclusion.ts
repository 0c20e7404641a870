import { type Disposable, type DocumentFilter, RelativePattern, type TextDocument, languages, workspace } from 'vscode';
import { globsOf, isSecretFile } from '../context/exclude.ts';
import type { Settings } from '../shared/settings.ts';
import { GitIgnores } from './gitIgnores.ts';

/** Tells which documents get no ghost text and never enter a prompt by themselves. */
export class Exclusion implements Disposable {
  readonly #settings: () => Settings;
  readonly #gitIgnores = new GitIgnores();

  constructor(settings: () => Settings) {
    this.#settings = settings;
  }

  whyExcluded(document: TextDocument): 'secret' | 'setting' | 'gitIgnored' | undefined {
    const { completionExclude, completionExcludeGitIgnored } = this.#settings();
    if (isSecretFile(document.uri.path)) return 'secret';
    if (languages.match(filtersFor(completionExclude, document), document) > 0) return 'setting';
    if (completionExcludeGitIgnored && this.#gitIgnores.mayIgnore(document.uri)) return 'gitIgnored';
    return undefined;
  }

  dispose(): void {
    this.#gitIgnores.dispose();
  }
}

/** The editor's own globs, so that an entry means what it means in "files.exclude" and "search.exclude". */
function filtersFor(entries: readonly string[], document: TextDocument): DocumentFilter[] {
  const folder = workspace.getWorkspaceFolder(document.uri);
  return entries
    .flatMap(globsOf)
    .map(glob => ({ pattern: folder && !glob.startsWith('**/') ? new RelativePattern(folder, glob) : glob }));
}
