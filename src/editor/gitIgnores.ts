import { type Disposable, type FileSystemWatcher, Uri, workspace } from 'vscode';
import { type IgnoreFile, ignoreFile, isGitIgnored } from '../context/exclude.ts';

/** The .gitignore files from a workspace folder down to a document, read when they are first asked about. */
export class GitIgnores implements Disposable {
  /** By the URI of the file; without its rules while it is being read. */
  readonly #files = new Map<string, { read?: IgnoreFile }>();
  #watcher: FileSystemWatcher | undefined;

  /**
   * Whether a document is ignored, as far as it is known: until all files have been read, which takes milliseconds, it is taken
   * for ignored. What lies outside of the workspace is not.
   */
  mayIgnore(uri: Uri): boolean {
    const root = workspace.getWorkspaceFolder(uri)?.uri;
    if (root === undefined) return false;
    this.#watcher ??= this.#watch();
    const path = uri.path.slice(root.path.length).replace(/^\/+/, '');
    const files = foldersOf(path).map(folder => this.#file(root, folder));
    const known = files.filter(file => file !== undefined);
    return known.length < files.length || isGitIgnored(known, path);
  }

  dispose(): void {
    this.#watcher?.dispose();
  }

  #file(root: Uri, folder: string): IgnoreFile | undefined {
    const uri = Uri.joinPath(root, folder, '.gitignore');
    const known = this.#files.get(uri.toString());
    if (known) return known.read;
    const file: { read?: IgnoreFile } = {};
    this.#files.set(uri.toString(), file);
    void read(uri).then(text => (file.read = ignoreFile(folder, text)));
    return undefined;
  }

  #watch(): FileSystemWatcher {
    const watcher = workspace.createFileSystemWatcher('**/.gitignore');
    const readAgain = (uri: Uri): boolean => this.#files.delete(uri.toString());
    watcher.onDidCreate(readAgain);
    watcher.onDidChange(readAgain);
    watcher.onDidDelete(readAgain);
    return watcher;
  }
}

/** The folders of a path from the outermost, "", to its own. */
function foldersOf(path: string): readonly string[] {
  const names = path.split('/').slice(0, -1);
  return ['', ...names.map((_, at) => names.slice(0, at + 1).join('/'))];
}

/** Most folders have no such file. */
const read = async (uri: Uri): Promise<string> =>
  workspace.fs.readFile(uri).then(
    bytes => new TextDecoder().decode(bytes),
    () => '',
  );
