/** What was dropped or pasted, sorted by what can be done with it. */
export interface DroppedFiles {
  /** Where files are, for the extension to read. */
  readonly uris: readonly string[];
  readonly hasImage: boolean;
  /** Names of files that came without their place: the page cannot say where they are. */
  readonly placeless: readonly string[];
}

/** The part of a DataTransfer that is read. */
interface Dropped {
  readonly types: readonly string[];
  readonly files: ArrayLike<Pick<File, 'name' | 'type'>>;
  readonly getData: (type: string) => string;
}

/** VS Code's Explorer gives its own list besides the one of all programs; a folder of another computer is only in the first. */
const listTypes = ['application/vnd.code.uri-list', 'text/uri-list'];
const image = /\.(?:png|jpe?g|gif|webp|svg|bmp|heic)$/i;
// Links of a page are not files.
const filePlace = /^(?:file|vscode[\w-]*|untitled):/i;

/** The most that one message takes. */
const mostUris = 100;
const longestUri = 4096;

/** Whether something dragged over the page may be files; what they are is told only when they drop. */
export const mayBeFiles = ({ types }: Pick<Dropped, 'types'>): boolean =>
  types.includes('Files') || listTypes.some(type => types.includes(type));

export function droppedFiles(dropped: Dropped): DroppedFiles {
  const all = [...new Set(listTypes.flatMap(type => linesOf(dropped.getData(type))))].filter(uri =>
    filePlace.test(uri),
  );
  const images = all.filter(uri => image.test(pathOf(uri)));
  const files = Array.from(dropped.files);
  const imageFiles = files.filter(({ name, type }) => type.startsWith('image/') || image.test(name));
  const uris = all.filter(uri => !images.includes(uri) && uri.length <= longestUri).slice(0, mostUris);
  return {
    uris,
    hasImage: images.length + imageFiles.length > 0,
    // With a list, the files are the same ones again.
    placeless: all.length > 0 ? [] : files.filter(file => !imageFiles.includes(file)).map(({ name }) => name),
  };
}

// The form of the list allows comments.
const linesOf = (list: string): readonly string[] =>
  list
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'));

const pathOf = (uri: string): string => uri.replace(/[?#].*$/s, '');
