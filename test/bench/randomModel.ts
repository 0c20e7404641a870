/**
 * Models with random weights in the shapes of real ones, for measuring: node test/bench/randomModel.ts r1-1.5b <file>
 * Without a file: into the cache that the bench uses.
 */
import { closeSync, mkdirSync, openSync, readSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ggufHeader, type MetadataValue, padding, type TensorInfo } from '../fakes/ggufWriter.ts';
import { kinds } from '../fakes/scriptedModel.ts';
import { type Shape, type ShapeName, shapes, tensorsOf } from './modelShapes.ts';
import { tensorData } from './randomBlocks.ts';
import { specialTokens, vocabularyMetadata } from './randomVocabulary.ts';

/** Outside the repository: 2 GB. */
const cacheFolder = join(tmpdir(), 'deepwell-bench-models');

/** The path of a whole model in the cache, written now where it is not there yet. Throws as writeRandomModel does. */
export async function randomModel(name: ShapeName): Promise<string> {
  const file = join(cacheFolder, `${name}.gguf`);
  if (!isWhole(file, shapes[name])) await writeRandomModel(file, shapes[name]);
  return file;
}

/** Bytes the file has, known without writing it. */
export const modelLength = (shape: Shape): number => lengthOf(headerOf(shape), tensorsOf(shape));

/** Throws Error when the disk has too little room. The file is whole or not there. */
export async function writeRandomModel(path: string, shape: Shape): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  needRoom(dirname(path), modelLength(shape));
  const unfinished = `${path}.${process.pid}.part`;
  try {
    await writePieces(unfinished, shape);
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

async function writePieces(path: string, shape: Shape): Promise<void> {
  await using file = await open(path, 'w');
  await writeAll(file, headerOf(shape));
  for (const [order, tensor] of tensorsOf(shape).entries()) {
    for (const bytes of dataOf(tensor, order, shape)) await writeAll(file, bytes);
    await writeAll(file, padding(tensor.byteLength));
  }
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length;)
    written += (await file.write(bytes, written, bytes.length - written)).bytesWritten;
}

/** The model must not end its reply by chance: to the special tokens, the last rows, its output gives nothing. */
function* dataOf(tensor: TensorInfo, order: number, shape: Shape): Generator<Buffer> {
  const { name, byteLength } = tensor;
  const silent = name === 'output.weight' ? (byteLength / shape.vocabulary) * specialTokens(shape).size : 0;
  yield* tensorData({ ...tensor, byteLength: byteLength - silent }, order);
  yield Buffer.alloc(silent);
}

/** A file is of this version of the shape when its header is: the rest follows from it. */
function isWhole(path: string, shape: Shape): boolean {
  const header = headerOf(shape);
  const length = statSync(path, { throwIfNoEntry: false })?.size;
  return length === lengthOf(header, tensorsOf(shape)) && firstBytes(path, header.length).equals(header);
}

function firstBytes(path: string, length: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    readSync(file, bytes, 0, length, 0);
    return bytes;
  } finally {
    closeSync(file);
  }
}

function needRoom(folder: string, byteLength: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free < byteLength + spareBytes)
    throw new Error(`${folder} has ${megabytes(free)} free; the model needs ${megabytes(byteLength + spareBytes)}.`);
}

/** Left free for everybody else. */
const spareBytes = 500_000_000;

const megabytes = (byteLength: number): string => `${Math.round(byteLength / 1e6)} MB`;

const lengthOf = (header: Buffer, tensors: readonly TensorInfo[]): number =>
  tensors.reduce((sum, { byteLength }) => sum + byteLength + padding(byteLength).length, header.length);

const headerOf = (shape: Shape): Buffer => ggufHeader(metadataOf(shape), tensorsOf(shape));

/** llama.cpp's numbers for the kinds of quantisation. */
const fileType = { Q4_0: 2, Q4_K_M: 15 };

function metadataOf(shape: Shape): Map<string, MetadataValue> {
  const { architecture } = kinds[shape.kind];
  const { frequency, linearFactor } = shape.rope;
  const numbers = {
    context_length: shape.contextLength,
    embedding_length: shape.width,
    block_count: shape.layers,
    feed_forward_length: shape.feedForward,
    'attention.head_count': shape.heads,
    'attention.head_count_kv': shape.keyValueHeads,
    'rope.dimension_count': shape.width / shape.heads,
    vocab_size: shape.vocabulary,
  };
  const rest: readonly [string, MetadataValue][] = [
    ['attention.layer_norm_rms_epsilon', { f32: 1e-6 }],
    ['rope.freq_base', { f32: frequency }],
    ...(linearFactor === undefined
      ? []
      : ([
          ['rope.scaling.type', { string: 'linear' }],
          ['rope.scaling.factor', { f32: linearFactor }],
        ] satisfies [string, MetadataValue][])),
  ];
  return new Map<string, MetadataValue>([
    ['general.architecture', { string: architecture }],
    ['general.name', { string: shape.name }],
    ['general.file_type', { u32: fileType[shape.quantisation] }],
    ...Object.entries(numbers).map(([key, u32]): [string, MetadataValue] => [`${architecture}.${key}`, { u32 }]),
    ...rest.map(([key, value]): [string, MetadataValue] => [`${architecture}.${key}`, value]),
    ...vocabularyMetadata(shape),
  ]);
}

const isShapeName = (text: string | undefined): text is ShapeName => text !== undefined && text in shapes;

if (import.meta.main) {
  const [name, path] = process.argv.slice(2);
  try {
    if (!isShapeName(name)) throw new Error(`Name one of ${Object.keys(shapes).join(', ')}, then the file.`);
    if (path === undefined) console.log(await randomModel(name));
    else await writeRandomModel(path, shapes[name]);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
