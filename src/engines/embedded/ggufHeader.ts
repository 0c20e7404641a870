/**
 * Reads what must be known of a GGUF file before it is loaded. A strict reader with limits, because the file may be
 * anything; it keeps the few values that are needed and skips the rest.
 * Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
import { closeSync, fstatSync, openSync } from 'node:fs';
import { basename } from 'node:path';
import { cacheBytesPerToken } from '../../models/cacheSize.ts';
import type { ModelWeight } from '../../models/fit.ts';
import type { ModelFacts } from '../../shared/engine.ts';
import { Failure } from '../../shared/failure.ts';
import { Cursor } from './fileCursor.ts';
import { type Metadata, type Value, type Words, readMetadata } from './ggufMetadata.ts';
import { tensorTypes } from './tensorTypes.ts';

export interface GgufHeader {
  readonly facts: ModelFacts & { readonly architecture: string };
  readonly weight: ModelWeight;
}

/**
 * What a file is and how much memory it will take. Throws Failure: modelMissing, notGguf, modelBroken (also when the file is
 * shorter than its tensors need), modelUnsupported (a version of the format that llama.cpp does not read).
 */
export function readGgufHeader(path: string): GgufHeader {
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
const limits = { metadata: 10_000, tensors: 100_000, dimensions: 4 };

function readHeader(cursor: Cursor, path: string): GgufHeader {
  if (cursor.fileLength < 4 || cursor.bytes(4).toString('latin1') !== 'GGUF') throw new Failure('notGguf', { path });
  const version = cursor.u32();
  // Version 1 counted with 32 bits; a huge number is a big-endian file.
  if (version < 2 || version > 3) throw new Failure('modelUnsupported', { path, version });
  const tensorCount = cursor.count(limits.tensors, 'tensors');
  const metadata = readMetadata(cursor, cursor.count(limits.metadata, 'metadata values'), isNeeded);
  const architecture = metadata.get('general.architecture');
  if (typeof architecture !== 'string') throw cursor.broken('no architecture');
  const contextLength = metadata.get(`${architecture}.context_length`);
  if (typeof contextLength !== 'number') throw cursor.broken('no context length');
  checkLength(cursor, tensorCount, metadata.get('general.alignment'));
  const name = metadata.get('general.name');
  return {
    facts: {
      name: typeof name === 'string' && name !== '' ? name : basename(path).replace(/\.gguf$/i, ''),
      architecture,
      contextLength,
      ...marksOf(metadata),
    },
    weight: {
      fileBytes: cursor.fileLength,
      cacheBytesPerToken: cacheBytesPerToken(key => metadata.get(`${architecture}.${key}`)),
      vocabularySize: wordsOf(metadata)?.count ?? 0,
    },
  };
}

const isNeeded = (key: string): boolean =>
  ['general.architecture', 'general.name', 'general.alignment'].includes(key) ||
  ['tokenizer.ggml.tokens', 'tokenizer.ggml.eos_token_id'].includes(key) ||
  /\.(context_length|block_count|embedding_length|attention\.(head_count|head_count_kv|key_length|value_length))$/.test(
    key,
  );

function marksOf(metadata: Metadata): Pick<ModelFacts, 'marks' | 'endMark'> {
  const words = wordsOf(metadata);
  const end = metadata.get('tokenizer.ggml.eos_token_id');
  if (words === undefined) return {};
  const endMark = typeof end === 'number' ? words.marks.get(end) : undefined;
  return { marks: [...words.marks.values()].slice(0, mostMarks), ...(endMark !== undefined && { endMark }) };
}

function wordsOf(metadata: Metadata): Words | undefined {
  const value = metadata.get('tokenizer.ggml.tokens');
  return typeof value === 'object' && 'marks' in value ? value : undefined;
}

/** DeepSeek-Coder-V2 has 800 placeholders among its marks. */
const mostMarks = 1000;

/** Each tensor must lie inside the file: a download that was cut short has a whole header. */
function checkLength(cursor: Cursor, tensorCount: number, alignmentValue: Value | undefined): void {
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
