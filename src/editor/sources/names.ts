import { type Disposable, FileType, type FileSystemWatcher, Range, type Uri, workspace } from 'vscode';
import {
  type WrittenPath,
  type WrittenSymbol,
  bareName,
  looksLikePath,
  writtenPath,
  writtenSymbol,
} from '../../context/writtenName.ts';
import { hiddenGlobs } from './hidden.ts';
import { pathIn, typeInside } from './inside.ts';
import { symbolsOf, workspaceSymbols } from './symbols.ts';
import { withToken } from './token.ts';

/** A place in the workspace that a name stands for. */
export interface Place {
  readonly uri: Uri;
  readonly range: Range;
}

const mostNames = 200;
/** Names that are looked for at once, and those remembered. */
const together = 8;
const remembered = 2000;
/** Documents whose symbols are asked for, and milliseconds that one answer of a language server may take. */
const mostDocuments = 20;
const patience = 2000;

/** Finds what names that a model wrote stand for: files of the workspace, and symbols. Remembers until files change. */
export class WorkspaceNames implements Disposable {
  readonly #places = new Map<string, Place | undefined>();
  #watcher: FileSystemWatcher | undefined;
  readonly #saving = workspace.onDidSaveTextDocument(() => this.#places.clear());
  readonly #folders = workspace.onDidChangeWorkspaceFolders(() => this.#places.clear());

  /** Which of these names exist. */
  async resolve(names: readonly string[], signal: AbortSignal): Promise<Record<string, boolean>> {
    const asked = names.slice(0, mostNames);
    const found: [string, boolean][] = [];
    for (let at = 0; at < asked.length; at += together)
      found.push(
        ...(await Promise.all(
          asked
            .slice(at, at + together)
            .map(async (name): Promise<[string, boolean]> => [name, (await this.#placeOf(name, signal)) !== undefined]),
        )),
      );
    // No name may become a property of the object itself.
    return Object.fromEntries(found.filter(([name]) => name !== '__proto__'));
  }

  dispose(): void {
    this.#watcher?.dispose();
    this.#saving.dispose();
    this.#folders.dispose();
  }

  async #placeOf(name: string, signal: AbortSignal): Promise<Place | undefined> {
    if (this.#places.has(name)) return this.#places.get(name);
    this.#watcher ??= this.#watch();
    const place = await placeNamed(name, signal);
    if (this.#places.size >= remembered) this.#places.clear();
    this.#places.set(name, place);
    return place;
  }

  #watch(): FileSystemWatcher {
    // A change inside a file moves no file; what it does to symbols counts when it is saved.
    const watcher = workspace.createFileSystemWatcher('**/*', false, true, false);
    watcher.onDidCreate(() => this.#places.clear());
    watcher.onDidDelete(() => this.#places.clear());
    return watcher;
  }
}

/** Where a name leads: "src/queue.ts:19", "queue.ts#L19", "drain()", "symbol:drain". Undefined where it leads nowhere here. */
export async function placeNamed(name: string, signal: AbortSignal): Promise<Place | undefined> {
  const asSymbol = name.startsWith('symbol:') ? writtenSymbol(name.slice('symbol:'.length)) : writtenSymbol(name);
  const asPath = name.startsWith('symbol:') ? undefined : writtenPath(name);
  const file = asPath && looksLikePath(asPath) ? await findFile(asPath, signal) : undefined;
  return file ?? (asSymbol && (await findSymbol(asSymbol, signal)));
}

async function findFile(written: WrittenPath, signal: AbortSignal): Promise<Place | undefined> {
  const uri = (await exactly(written.path, signal)) ?? (await byItsEnd(written.path, signal));
  if (uri === undefined) return undefined;
  const line = (written.line ?? 1) - 1;
  return { uri, range: new Range(line, 0, line, 0) };
}

async function exactly(path: string, signal: AbortSignal): Promise<Uri | undefined> {
  for (const { uri: folder } of workspace.workspaceFolders ?? []) {
    const uri = pathIn(folder, path);
    if (uri !== undefined && (await typeInside(folder, uri, signal)) === FileType.File) return uri;
  }
  return undefined;
}

/** "queue.ts" where the workspace has one such file only. */
async function byItsEnd(path: string, signal: AbortSignal): Promise<Uri | undefined> {
  // Globs have no way to write these as they are.
  if (/[*?[\]{}]/.test(path)) return undefined;
  const hidden = hiddenGlobs();
  const exclude = hidden.length > 0 ? `{${hidden.join(',')}}` : undefined;
  const [uri, another] = await withToken(signal, token => workspace.findFiles(`**/${path}`, exclude, 2, token));
  const folder = uri && workspace.getWorkspaceFolder(uri)?.uri;
  if (uri === undefined || another !== undefined || folder === undefined) return undefined;
  return (await typeInside(folder, uri, signal)) === FileType.File ? uri : undefined;
}

async function findSymbol(written: WrittenSymbol, signal: AbortSignal): Promise<Place | undefined> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  const isMeant = ({ name, within }: { readonly name: string; readonly within: string }): boolean =>
    bareName(name) === written.name && (written.within === undefined || bareName(within) === written.within);
  try {
    for (const document of openDocuments()) {
      const found = (await symbolsOf(document, limited)).find(isMeant);
      if (found !== undefined) return placeOf(found);
    }
    const elsewhere = await workspaceSymbols(written.name, limited);
    const found = elsewhere.find(symbol => isMeant(symbol) && workspace.getWorkspaceFolder(symbol.uri) !== undefined);
    return found && placeOf(found);
  } catch {
    signal.throwIfAborted();
    // A language server that fails or is busy knows no symbols.
    return undefined;
  }
}

const placeOf = ({ uri, nameLine }: { readonly uri: Uri; readonly nameLine: number }): Place => ({
  uri,
  range: new Range(nameLine, 0, nameLine, 0),
});

const openDocuments = (): typeof workspace.textDocuments =>
  workspace.textDocuments
    .filter(
      ({ uri, isClosed }) =>
        !isClosed && (workspace.getWorkspaceFolder(uri) !== undefined || uri.scheme === 'untitled'),
    )
    .slice(0, mostDocuments);
