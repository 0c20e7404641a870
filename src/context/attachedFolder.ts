/** A file of a folder that is attached. */
export interface FolderFile {
  /** Relative to the folder, with "/". */
  readonly path: string;
  /** Undefined where it may not be read, is not text or too large: then only its name is told. */
  readonly text: string | undefined;
}

export interface FolderLimits {
  readonly names: number;
  /** Of all contents together. */
  readonly characters: number;
}

export const folderLimits: FolderLimits = { names: 500, characters: 30_000 };

/**
 * The files of a folder as a list, then the contents of the small ones, the shortest first so that many fit; at last how
 * much was left out. `isPartial`: there are more files than those given.
 */
export function folderText(files: readonly FolderFile[], isPartial: boolean, limits = folderLimits): string {
  const names = files.map(({ path }) => path).toSorted(byFolder);
  const listed = names.slice(0, limits.names);
  const contents = fitting(files, limits.characters);
  const unread = files.length - contents.length;
  return [
    'Files:',
    ...listed,
    ...(names.length > listed.length || isPartial
      ? [`(more files that are not listed: ${isPartial ? 'many' : names.length - listed.length})`]
      : []),
    ...contents.flatMap(({ path, text }) => ['', `--- ${path} ---`, text.trimEnd()]),
    ...(unread > 0 ? ['', `(without the contents of ${unread} files)`] : []),
  ].join('\n');
}

function fitting(files: readonly FolderFile[], characters: number): readonly { path: string; text: string }[] {
  let left = characters;
  return files
    .flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text }]))
    .toSorted((a, b) => a.text.length - b.text.length)
    .filter(({ text }) => (left -= text.length) >= 0)
    .toSorted((a, b) => byFolder(a.path, b.path));
}

/** Files before the folders beside them, as in a tree that is read from the top. */
function byFolder(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  for (let at = 0; ; at += 1) {
    const isFile = [left.length - 1 === at, right.length - 1 === at];
    if (isFile[0] !== isFile[1]) return isFile[0] ? -1 : 1;
    const order = (left[at] ?? '').localeCompare(right[at] ?? '');
    if (order !== 0 || isFile[0]) return order;
  }
}
