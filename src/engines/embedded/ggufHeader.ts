/**
 * Reads what must be known of a GGUF file before it is loaded. A strict reader with limits, because the file may be
 * anything; it keeps the few values that are needed and skips the rest, the vocabulary with its 150,000 words included.
 * Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import type { ModelFacts } from '../../shared/engine.ts';
import { Failure } from '../../shared/failure.ts';
import { tensorTypes } from './tensorTypes.ts';

/**
 * The model's facts. Throws Failure: modelMissing, notGguf, modelBroken (also when the file is shorter than its tensors
 * need), modelUnsupported (a version of the format that llama.cpp does not read).
 */
export function readGgufHeader(path: string): ModelFacts & { readonly architecture: string } {
  const file = openModel(path);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Failure('modelMissing', { path });
    return readHeader(new Cursor(file, stats.size, path), path);
  } finally {
    closeSync(file);
  }
}

function openModel(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw new Failure('modelMissing', { path, reason: cause instanceof Error ? cause.message : String(cause) }, cause);
  }
}

/** More than any known model has; a damaged count must not keep us busy. */
const limits = { metadata: 10_000, tensors: 100_000, keyBytes: 1024, textBytes: 65_536, dimensions: 4 };

function readHeader(cursor: Cursor, path: string): ModelFacts & { readonly architecture: string } {
  if (cursor.fileLength < 4 || cursor.bytes(4).toString('latin1') !== 'GGUF') throw new Failure('notGguf', { path });
  const version = cursor.u32();
  // Version 1 counted with 32 bits; a huge number is a big-endian file.
  if (version < 2 || version > 3) throw new Failure('modelUnsupported', { path, version });
  const tensorCount = cursor.count(limits.tensors, 'tensors');
  const kept = readMetadata(cursor, cursor.count(limits.metadata, 'metadata values'));
  const architecture = kept.get('general.architecture');
  if (typeof architecture !== 'string') throw cursor.broken('no architecture');
  const contextLength = kept.get(`${architecture}.context_length`);
  if (typeof contextLength !== 'number') throw cursor.broken('no context length');
  checkLength(cursor, tensorCount, kept.get('general.alignment'));
  const name = kept.get('general.name');
  return {
    name: typeof name === 'string' && name !== '' ? name : basename(path).replace(/\.gguf$/i, ''),
    architecture,
    contextLength,
  };
}

type Kept = ReadonlyMap<string, string | number>;

function readMetadata(cursor: Cursor, count: number): Kept {
  const kept = new Map<string, string | number>();
  for (let index = 0; index < count; index++) {
    const key = cursor.text(limits.keyBytes);
    const type = cursor.u32();
    if (type === valueType.string && isNeeded(key)) kept.set(key, cursor.text(limits.textBytes));
    else if (type === valueType.u32 && isNeeded(key)) kept.set(key, cursor.u32());
    else skipValue(cursor, type);
  }
  return kept;
}

const isNeeded = (key: string): boolean =>
  ['general.architecture', 'general.name', 'general.alignment'].includes(key) || key.endsWith('.context_length');

/** GGUF's numbers for the types of values, and how many bytes those of fixed length take. */
const valueType = { u32: 4, string: 8, array: 9 };
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

function skipValue(cursor: Cursor, type: number): void {
  const bytes = fixedBytes.get(type);
  if (bytes !== undefined) return cursor.skip(bytes);
  if (type === valueType.string) return cursor.skip(cursor.u64());
  if (type !== valueType.array) throw cursor.broken(`metadata of unknown type ${type}`);
  const elementType = cursor.u32();
  const count = cursor.u64();
  const elementBytes = fixedBytes.get(elementType);
  if (elementBytes !== undefined) return cursor.skip(count * elementBytes);
  if (elementType !== valueType.string) throw cursor.broken(`an array of unknown type ${elementType}`);
  for (let index = 0; index < count; index++) cursor.skip(cursor.u64());
}

/** Each tensor must lie inside the file: a download that was cut short has a whole header. */
function checkLength(cursor: Cursor, tensorCount: number, alignmentValue: string | number | undefined): void {
  let dataLength = 0;
  for (let index = 0; index < tensorCount; index++) dataLength = Math.max(dataLength, tensorEnd(cursor));
  const alignment = typeof alignmentValue === 'number' && alignmentValue > 0 ? alignmentValue : 32;
  const expected = Math.ceil(cursor.position / alignment) * alignment + dataLength;
  if (cursor.fileLength < expected) throw cursor.broken('cut short', { bytes: cursor.fileLength, expected });
}

/** Reads one entry of the list of tensors; returns where its data ends, counted from the start of all data. */
function tensorEnd(cursor: Cursor): number {
  cursor.skip(cursor.u64());
  const dimensions = cursor.u32();
  if (dimensions > limits.dimensions) throw cursor.broken(`a tensor of ${dimensions} dimensions`);
  let values = 1;
  for (let dimension = 0; dimension < dimensions; dimension++) values *= cursor.u64();
  const block = tensorTypes.get(cursor.u32());
  const offset = cursor.u64();
  // Of a type newer than this table at least the beginning must be there.
  return offset + (block === undefined ? 1 : Math.ceil(values / block.values) * block.bytes);
}

/** Reads a file from its start to its end through one small buffer. */
class Cursor {
  readonly fileLength: number;
  position = 0;
  readonly #file: number;
  readonly #path: string;
  readonly #buffer: Buffer;
  #bufferStart = 0;
  #bufferLength = 0;

  constructor(file: number, fileLength: number, path: string) {
    this.#file = file;
    this.fileLength = fileLength;
    this.#path = path;
    this.#buffer = Buffer.alloc(Math.min(262_144, fileLength));
  }

  broken(reason: string, facts: Readonly<Record<string, number>> = {}): Failure {
    return new Failure('modelBroken', { path: this.#path, reason, ...facts });
  }

  /** Valid until the next read. */
  bytes(length: number): Buffer {
    const start = this.position;
    this.skip(length);
    if (start < this.#bufferStart || start + length > this.#bufferStart + this.#bufferLength) this.#fill(start);
    return this.#buffer.subarray(start - this.#bufferStart, start - this.#bufferStart + length);
  }

  skip(length: number): void {
    if (this.position + length > this.fileLength) throw this.broken('cut short', { bytes: this.fileLength });
    this.position += length;
  }

  u32(): number {
    return this.bytes(4).readUInt32LE();
  }

  u64(): number {
    const bytes = this.bytes(8);
    const high = bytes.readUInt32LE(4);
    // Beyond this a number would no longer be exact, and no file is that long.
    if (high >= 2 ** 21) throw this.broken('an impossible length');
    return high * 2 ** 32 + bytes.readUInt32LE(0);
  }

  count(limit: number, what: string): number {
    const count = this.u64();
    if (count > limit) throw this.broken(`${count} ${what}`);
    return count;
  }

  text(limit: number): string {
    const length = this.u64();
    if (length > limit) throw this.broken(`a text of ${length} bytes`);
    return this.bytes(length).toString('utf8');
  }

  #fill(start: number): void {
    this.#bufferStart = start;
    this.#bufferLength = readSync(this.#file, this.#buffer, 0, this.#buffer.length, start);
    if (this.#bufferLength < Math.min(this.#buffer.length, this.fileLength - start)) throw this.broken('cut short');
  }
}
