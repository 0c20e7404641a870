/**
 * Writes the GGUF file format (version 3, little-endian), as far as small models for tests need it.
 * Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */

/** A metadata value with the type it has in the file. */
export type MetadataValue =
  | { readonly u32: number }
  | { readonly f32: number }
  | { readonly bool: boolean }
  | { readonly string: string }
  | { readonly strings: readonly string[] }
  | { readonly i32s: readonly number[] };

/** A tensor; `shape` is in GGUF's order: the length of a row first. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** F16 halves the file; the weights of norms must be F32. */
  readonly precision: 'f32' | 'f16';
}

/** What a file's header says of a tensor. */
export interface TensorInfo {
  readonly name: string;
  readonly shape: readonly number[];
  /** ggml's number of the type. */
  readonly type: number;
  readonly byteLength: number;
}

/** The whole file. */
export function ggufFile(metadata: ReadonlyMap<string, MetadataValue>, tensors: readonly Tensor[]): Buffer {
  const data = tensors.map(tensorBytes);
  const infos = tensors.map(({ name, shape, precision }, index) => {
    const byteLength = data[index]?.length ?? 0;
    return { name, shape, type: tensorType[precision], byteLength };
  });
  return Buffer.concat([ggufHeader(metadata, infos), ...data.flatMap(bytes => [bytes, padding(bytes.length)])]);
}

/** All that stands before the tensors' data: they follow in order, each with its `padding`. */
export function ggufHeader(metadata: ReadonlyMap<string, MetadataValue>, tensors: readonly TensorInfo[]): Buffer {
  let offset = 0;
  const infos = tensors.map(tensor => {
    const info = tensorInfo(tensor, offset);
    offset += aligned(tensor.byteLength);
    return info;
  });
  const header = Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(tensors.length),
    u64(metadata.size),
    ...[...metadata].flatMap(([key, value]) => [text(key), valueBytes(value)]),
    ...infos,
  ]);
  return Buffer.concat([header, padding(header.length)]);
}

/** What follows this many bytes of data. */
export const padding = (byteLength: number): Buffer => Buffer.alloc(aligned(byteLength) - byteLength);

/** Bytes that tensors and the header are padded to a multiple of. */
const alignment = 32;

const aligned = (byteLength: number): number => Math.ceil(byteLength / alignment) * alignment;

/** The numbers GGUF has for the types of metadata values. */
const valueType = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 };

/** The numbers ggml has for the types of tensors. */
export const tensorType = { f32: 0, f16: 1, q4_0: 2, q4_k: 12, q6_k: 14 };

function valueBytes(value: MetadataValue): Buffer {
  if ('u32' in value) return Buffer.concat([u32(valueType.u32), u32(value.u32)]);
  if ('f32' in value) return Buffer.concat([u32(valueType.f32), f32(value.f32)]);
  if ('bool' in value) return Buffer.concat([u32(valueType.bool), Buffer.from([value.bool ? 1 : 0])]);
  if ('string' in value) return Buffer.concat([u32(valueType.string), text(value.string)]);
  if ('strings' in value) return array(valueType.string, value.strings.map(text));
  return array(valueType.i32, value.i32s.map(u32));
}

const array = (elementType: number, elements: readonly Buffer[]): Buffer =>
  Buffer.concat([u32(valueType.array), u32(elementType), u64(elements.length), ...elements]);

const tensorInfo = ({ name, shape, type }: TensorInfo, offset: number): Buffer =>
  Buffer.concat([text(name), u32(shape.length), ...shape.map(u64), u32(type), u64(offset)]);

const tensorBytes = ({ values, precision }: Tensor): Buffer =>
  precision === 'f32'
    ? Buffer.from(values.buffer, values.byteOffset, values.byteLength)
    : Buffer.from(Uint16Array.from(values, half).buffer);

/** The bits of the nearest half-precision number; what is too small for it becomes 0. */
export function half(value: number): number {
  const sign = value < 0 ? 0x8000 : 0;
  const size = Math.abs(value);
  const exponent = Math.floor(Math.log2(size));
  if (size === 0 || exponent < -14) return sign;
  if (exponent > 15) throw new Error(`${value} does not fit a half-precision number`);
  // A fraction that rounds up to 1024 carries into the exponent, which is the right result.
  return sign + ((exponent + 15) << 10) + Math.round((size / 2 ** exponent - 1) * 1024);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([u64(bytes.length), bytes]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}
