import { type Disposable, EventEmitter, FileType, type FileSystemWatcher, Uri, workspace } from 'vscode';
import { isBinary, unixText } from '../../context/attachedText.ts';
import { unlessAborted } from '../../shared/unlessAborted.ts';
import { nameOfUri } from '../selection.ts';

/** Bytes of a file of rules, notes or a prompt; what is larger was not written for this. */
const mostBytes = 1_000_000;

const watched = '**/{AGENTS.md,.github/copilot-instructions.md,.deepwell/**}';

/** The small files that tell Deepwell about a workspace, read once until they change. Only where the workspace is trusted. */
export class WatchedTexts implements Disposable {
  readonly #texts = new Map<string, Promise<string | undefined>>();
  readonly #changed = new EventEmitter<void>();
  /** A file may be other than it was. */
  readonly onDidChange = this.#changed.event;
  #watcher: FileSystemWatcher | undefined;
  readonly #saving = workspace.onDidSaveTextDocument(({ uri }) => {
    // Not every file system tells its watchers.
    if (this.#texts.has(uri.toString())) this.#forget();
  });

  readonly #trust = workspace.onDidGrantWorkspaceTrust(() => this.#forget());

  /** A file's text, of an open one what is not saved yet; undefined where there is no such file. */
  async read(uri: Uri, signal: AbortSignal): Promise<string | undefined> {
    if (!workspace.isTrusted) return undefined;
    const open = workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
    if (open !== undefined) return unixText(open.getText());
    this.#watcher ??= this.#watch();
    const key = uri.toString();
    const text = this.#texts.get(key) ?? savedText(uri);
    this.#texts.set(key, text);
    return unlessAborted(text, signal);
  }

  /** The Markdown files of a folder. */
  async list(folder: Uri, signal: AbortSignal): Promise<readonly Uri[]> {
    if (!workspace.isTrusted) return [];
    const entries = await unlessAborted(Promise.resolve(workspace.fs.readDirectory(folder)), signal).catch(() => {
      signal.throwIfAborted();
      return [];
    });
    return entries
      .filter(([name, type]) => type === FileType.File && /\.md$/i.test(name))
      .map(([name]) => Uri.joinPath(folder, name))
      .toSorted((a, b) => a.path.localeCompare(b.path));
  }

  dispose(): void {
    this.#saving.dispose();
    this.#trust.dispose();
    this.#watcher?.dispose();
    this.#changed.dispose();
  }

  #forget(): void {
    this.#texts.clear();
    this.#changed.fire();
  }

  #watch(): FileSystemWatcher {
    const watcher = workspace.createFileSystemWatcher(watched);
    watcher.onDidCreate(() => this.#forget());
    watcher.onDidChange(() => this.#forget());
    watcher.onDidDelete(() => this.#forget());
    return watcher;
  }
}

/** Most folders have no such file. */
async function savedText(uri: Uri): Promise<string | undefined> {
  try {
    if ((await workspace.fs.stat(uri)).size > mostBytes) return `[${nameOfUri(uri)} is too large and was not read]`;
    const bytes = await workspace.fs.readFile(uri);
    return isBinary(bytes) ? undefined : unixText(await workspace.decode(bytes, { uri }));
  } catch {
    return undefined;
  }
}
