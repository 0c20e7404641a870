import { FileType, Uri, workspace } from 'vscode';

/** A path in a workspace folder. Undefined where it would leave the folder. */
export function pathIn(folder: Uri, path: string): Uri | undefined {
  const uri = Uri.joinPath(folder, path);
  // joinPath resolves "..": what leaves the folder is not the workspace's.
  return uri.path.startsWith(`${folder.path.replace(/\/$/, '')}/`) ? uri : undefined;
}

/** What something in a workspace folder is, where no link on the way leads elsewhere; undefined otherwise. */
export async function typeInside(folder: Uri, uri: Uri, signal: AbortSignal): Promise<FileType | undefined> {
  const names = uri.path.slice(folder.path.replace(/\/$/, '').length + 1).split('/');
  let type: FileType | undefined;
  for (let depth = 1; depth <= names.length; depth += 1) {
    signal.throwIfAborted();
    type = await typeOf(Uri.joinPath(folder, ...names.slice(0, depth)));
    if (type === undefined || (type & FileType.SymbolicLink) !== 0) return undefined;
  }
  return type;
}

const typeOf = async (uri: Uri): Promise<FileType | undefined> =>
  workspace.fs.stat(uri).then(
    ({ type }) => type,
    () => undefined,
  );
