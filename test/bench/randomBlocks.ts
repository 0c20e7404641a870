/**
 * Random quantised weights. The numbers in a block may be any; its scales are small, so that weights are spread like those
 * of a real model (a standard deviation of about 0.02) and everything computed with them stays finite.
 * Layout of the blocks: ggml-common.h of llama.cpp.
 */
import { tensorTypes } from '../../src/engines/embedded/tensorTypes.ts';
import { half, tensorType } from '../fakes/ggufWriter.ts';

/** Blocks made once and then written over and over, from another start for each tensor. */
const poolBlocks = 16_384;

const pools = new Map<number, Buffer>();

/** `byteLength` bytes of whole blocks, in pieces. F32 is for norms and biases: all 1 or all 0. */
export function* tensorData(
  { name, type, byteLength }: { readonly name: string; readonly type: number; readonly byteLength: number },
  order: number,
): Generator<Buffer> {
  if (type === tensorType.f32) {
    const values = new Float32Array(byteLength / 4).fill(name.endsWith('.bias') ? 0 : 1);
    yield Buffer.from(values.buffer);
    return;
  }
  const pool = poolOf(type);
  let start = ((order * 1009) % poolBlocks) * blockBytes(type);
  for (let left = byteLength; left > 0;) {
    const piece = pool.subarray(start, Math.min(start + left, pool.length));
    yield piece;
    left -= piece.length;
    start = 0;
  }
}

const blockBytes = (type: number): number => tensorTypes.get(type)?.bytes ?? 0;

function poolOf(type: number): Buffer {
  const pool = pools.get(type) ?? newPool(type);
  pools.set(type, pool);
  return pool;
}

function newPool(type: number): Buffer {
  const bytes = blockBytes(type);
  const pool = randomBytes(poolBlocks * bytes);
  for (let start = 0; start < pool.length; start += bytes) setScales(type, pool.subarray(start, start + bytes));
  return pool;
}

function setScales(type: number, block: Buffer): void {
  switch (type) {
    case tensorType.q4_0:
      // weight = scale × (0…15 − 8)
      block.writeUInt16LE(half(0.0043), 0);
      return;
    case tensorType.q4_k:
      // weight = scale × (0…63) × (0…15) − minimum × (0…63): seven and a half scales make the mean 0
      block.writeUInt16LE(half(0.00012), 0);
      block.writeUInt16LE(half(0.0009), 2);
      return;
    case tensorType.q6_k:
      // weight = scale × (16 signed bytes, here −8…7) × (0…63 − 32)
      for (let index = 192; index < 208; index++) block.writeInt8((block.readUInt8(index) % 16) - 8, index);
      block.writeUInt16LE(half(0.00024), 208);
      return;
    default:
      throw new Error(`No random blocks of type ${type}`);
  }
}

/** The same in every run, so that a model can be told from one of another version by its header alone. */
function randomBytes(length: number): Buffer {
  const numbers = new Uint32Array(Math.ceil(length / 4));
  let state = 7;
  for (let index = 0; index < numbers.length; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    numbers[index] = state;
  }
  return Buffer.from(numbers.buffer, 0, length);
}
