import { type Disposable, type FileSystemWatcher, Range, type Uri, workspace } from 'vscode';
import { type WrittenSymbol, looksLikePath, writtenPath, writtenSymbol } from '../../context/writtenName.ts';
import { filesNamed } from './namedFiles.ts';
import { symbolFinder } from './namedSymbols.ts';

/** A place in the workspace that a name stands for. */
interface Place {
  readonly uri: Uri;
  readonly range: Range;
}

const mostNames = 200;
const remembered = 2000;
/** Milliseconds for all symbols of one question; a language server can be busy for minutes. */
const patience = 2000;

/** Tells which names that a model wrote stand for something in the workspace. Remembers until files change. */
export class WorkspaceNames implements Disposable {
  readonly #exists = new Map<string, boolean>();
  #watcher: FileSystemWatcher | undefined;
  readonly #listening = [
    workspace.onDidSaveTextDocument(() => this.#exists.clear()),
    workspace.onDidChangeWorkspaceFolders(() => this.#exists.clear()),
  ];

  async resolve(names: readonly string[], signal: AbortSignal): Promise<Record<string, boolean>> {
    this.#watcher ??= this.#watch();
    // No name may become a property of the object itself.
    const asked = names.slice(0, mostNames).filter(name => name !== '__proto__');
    const places = await placesOf(
      asked.filter(name => !this.#exists.has(name)),
      signal,
    );
    if (this.#exists.size >= remembered) this.#exists.clear();
    for (const [name, place] of places) this.#exists.set(name, place !== undefined);
    return Object.fromEntries(asked.map(name => [name, this.#exists.get(name) ?? false]));
  }

  dispose(): void {
    this.#watcher?.dispose();
    for (const listener of this.#listening) listener.dispose();
  }

  #watch(): FileSystemWatcher {
    // A change inside a file moves no file; what it does to symbols counts when it is saved.
    const watcher = workspace.createFileSystemWatcher('**/*', false, true, false);
    watcher.onDidCreate(() => this.#exists.clear());
    watcher.onDidDelete(() => this.#exists.clear());
    return watcher;
  }
}

/** Where a name leads: "src/queue.ts:19", "queue.ts#L19", "drain()", "symbol:drain". Undefined where it leads nowhere here. */
export const placeNamed = async (name: string, signal: AbortSignal): Promise<Place | undefined> =>
  (await placesOf([name], signal)).get(name);

/** The places of names, and undefined for those that have none. What could not be found out in time is not in it. */
async function placesOf(
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Place | undefined>> {
  const paths = new Map(names.map(name => [name, pathOf(name)]));
  const files = await filesNamed([...new Set([...paths.values()].flatMap(path => (path ? [path.path] : [])))], signal);
  const findSymbol = symbolFinder(AbortSignal.any([signal, AbortSignal.timeout(patience)]));
  const places = new Map<string, Place | undefined>();
  for (const [name, path] of paths) {
    const uri = path && files.get(path.path);
    const symbol = symbolOf(name);
    if (uri !== undefined) places.set(name, lineOf(uri, (path?.line ?? 1) - 1));
    else if (symbol === undefined) places.set(name, undefined);
    else await placeSymbol(name, symbol);
  }
  return places;

  async function placeSymbol(name: string, symbol: WrittenSymbol): Promise<void> {
    try {
      const found = await findSymbol(symbol);
      places.set(name, found && lineOf(found.uri, found.nameLine));
    } catch {
      // A language server that fails or is busy may know the name another time.
      signal.throwIfAborted();
    }
  }
}

const pathOf = (name: string): ReturnType<typeof writtenPath> => {
  const path = name.startsWith('symbol:') ? undefined : writtenPath(name);
  return path && looksLikePath(path) ? path : undefined;
};

const symbolOf = (name: string): WrittenSymbol | undefined => writtenSymbol(name.replace(/^symbol:/, ''));

const lineOf = (uri: Uri, line: number): Place => ({ uri, range: new Range(line, 0, line, 0) });
