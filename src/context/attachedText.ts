/** The text as a model reads it: "\n" only, no byte order mark. */
export const unixText = (text: string): string => text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');

/** Whether bytes are no text, told as Git does: by a NUL in their beginning. UTF-16 has many, and a mark before them. */
export function isBinary(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return false;
  return bytes.subarray(0, 8000).includes(0);
}

export interface CutText {
  readonly text: string;
  readonly isCut: boolean;
}

/** The whole lines that fit into so many characters, and a line that says what was cut. A single long line is cut within. */
export function cutTo(text: string, mostCharacters: number): CutText {
  if (text.length <= mostCharacters) return { text, isCut: false };
  const lineEnd = text.lastIndexOf('\n', mostCharacters - 1);
  const end = lineEnd > 0 ? lineEnd : endOfCharacter(text, mostCharacters);
  return { text: `${text.slice(0, end)}\n[cut here: ${text.length - end} more characters]`, isCut: true };
}

/** Half of a surrogate pair is no character. */
const endOfCharacter = (text: string, at: number): number =>
  /[\ud800-\udbff]/.test(text.charAt(at - 1)) ? at - 1 : at;

const imageNames = /\.(?:png|jpe?g|gif|webp|bmp|ico|tiff?|avif|heic|heif)$/i;

/** An image by its name. SVG is text and can be read. */
export const isImageName = (name: string): boolean => imageNames.test(name);
