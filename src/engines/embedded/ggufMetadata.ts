import type { Cursor } from './fileCursor.ts';

/** Of an array of strings its length and those between "<" and ">", by their place: a vocabulary's tokens. */
export interface Words {
  readonly count: number;
  readonly marks: ReadonlyMap<number, string>;
}

/** A value that is kept of a file's metadata. */
export type Value = string | number | readonly number[] | Words;

export type Metadata = ReadonlyMap<string, Value>;

/** The longest key and text that are read, in bytes; more than any known model has. */
const limits = { key: 1024, text: 65_536, mark: 64, numbers: 4096 };

/** Reads `count` values and keeps those whose key is wanted; all others are skipped. Throws Failure "modelBroken". */
export function readMetadata(cursor: Cursor, count: number, isWanted: (key: string) => boolean): Metadata {
  const kept = new Map<string, Value>();
  for (let index = 0; index < count; index++) {
    const key = cursor.text(limits.key);
    const type = cursor.u32();
    const value = isWanted(key) ? readValue(cursor, type) : skipValue(cursor, type);
    if (value !== undefined) kept.set(key, value);
  }
  return kept;
}

/** Undefined for a type that nothing we want has; it is skipped. */
function readValue(cursor: Cursor, type: number): Value | undefined {
  if (type === valueType.string) return cursor.text(limits.text);
  if (type === valueType.u32) return cursor.u32();
  if (type !== valueType.array) return skipValue(cursor, type);
  const elementType = cursor.u32();
  const count = cursor.u64();
  if (elementType === valueType.string) return readWords(cursor, count);
  // One number a layer, where layers differ.
  if ((elementType === valueType.u32 || elementType === valueType.i32) && count <= limits.numbers)
    return Array.from({ length: count }, () => cursor.u32());
  return skipElements(cursor, elementType, count);
}

/** Skips all words but the marks: a vocabulary has 150,000. */
function readWords(cursor: Cursor, count: number): Words {
  const marks = new Map<number, string>();
  for (let token = 0; token < count; token++) {
    const length = cursor.u64();
    if (length < 3 || length > limits.mark) cursor.skip(length);
    else {
      const bytes = cursor.bytes(length);
      if (bytes[0] === less && bytes[length - 1] === greater) marks.set(token, bytes.toString('utf8'));
    }
  }
  return { count, marks };
}

const less = 0x3c;
const greater = 0x3e;

/** GGUF's numbers for the types of values, and how many bytes those of fixed length take. */
const valueType = { u32: 4, i32: 5, string: 8, array: 9 };
const fixedBytes = new Map([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 4],
  [5, 4],
  [6, 4],
  [7, 1],
  [10, 8],
  [11, 8],
  [12, 8],
]);

function skipValue(cursor: Cursor, type: number): undefined {
  const bytes = fixedBytes.get(type);
  if (bytes !== undefined) cursor.skip(bytes);
  else if (type === valueType.string) cursor.skip(cursor.u64());
  else if (type !== valueType.array) throw cursor.broken(`metadata of unknown type ${type}`);
  else skipElements(cursor, cursor.u32(), cursor.u64());
}

function skipElements(cursor: Cursor, elementType: number, count: number): undefined {
  const elementBytes = fixedBytes.get(elementType);
  if (elementBytes !== undefined) {
    cursor.skip(count * elementBytes);
    return;
  }
  if (elementType !== valueType.string) throw cursor.broken(`an array of unknown type ${elementType}`);
  for (let index = 0; index < count; index++) cursor.skip(cursor.u64());
}
