const images = /\.(?:png|jpe?g|gif|webp|svg|bmp|heic|ico|tiff?)$/i;

/** The most files that are taken at once. */
const most = 100;

/** The addresses of what is dropped, and whether images are among it. */
export interface Dropped {
  readonly uris: readonly string[];
  readonly hasImage: boolean;
}

/** VS Code gives files of its views as one list of addresses, the system as files or as "text/uri-list". */
export function droppedOf(data: DataTransfer): Dropped {
  const listed = ['application/vnd.code.uri-list', 'text/uri-list'].map(type => data.getData(type)).find(Boolean) ?? '';
  const uris = listed.split(/\r?\n/).filter(line => line !== '' && !line.startsWith('#'));
  return {
    uris: uris.filter(uri => !images.test(uri)).slice(0, most),
    hasImage: hasImage(data) || uris.some(uri => images.test(uri)),
  };
}

export const hasImage = ({ files }: DataTransfer): boolean =>
  [...files].some(file => file.type.startsWith('image/') || images.test(file.name));

/** Whether something is dragged that could be attached. */
export const mayDrop = ({ types }: DataTransfer): boolean =>
  types.some(type => type === 'Files' || type.endsWith('uri-list'));
