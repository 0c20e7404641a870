import type { Piece } from '../../src/shared/engine.ts';

/** A body as a stream of pieces of `size` bytes. */
export async function* cutEvery(size: number, body: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(body);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** A body as a stream whose pieces have the given sizes, over and over. */
export async function* cutBy(sizes: readonly number[], body: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(body);
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

export async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** Everything of one kind that was written, joined. */
export const written = (pieces: readonly Piece[], kind: 'text' | 'thought' | 'answer'): string =>
  pieces.map(piece => (piece.kind === kind ? piece.text : '')).join('');
