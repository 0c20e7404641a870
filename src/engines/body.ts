import type { Readable } from 'node:stream';
import { badReply } from '../shared/failure.ts';
import type { Entry } from './networkActivity.ts';

/** All in milliseconds, and all only while we wait for the server: a slow reader is no fault of its. */
export interface BodyLimits {
  /** Longest silence before the first byte. */
  readonly firstByte: number;
  /** Longest silence between two reads. */
  readonly idle: number;
  /** Longest wait for the end of a line that has begun: a byte now and then is no silence, and no answer either. */
  readonly line: number;
}

interface Parts {
  readonly address: string;
  readonly limits: BodyLimits;
  readonly entry: Entry;
}

/** Bytes taken from the connection ahead of the reader. */
const ahead = 256 * 1024;
const lineFeed = 10;

/**
 * A body as it arrives. All that came before a fault is handed out before the fault is told; Node's own iterator of a stream
 * drops what is still unread when the connection breaks. Leaving the iteration closes the connection.
 * Throws the signal's reason, or Failure "badReply" for a body that ends in the middle or does not go on.
 */
export function bodyOf(source: Readable, parts: Parts, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const unread: Uint8Array[] = [];
  let size = 0;
  let state: 'open' | 'whole' | 'broken' = 'open';
  let fault: unknown;
  let wake = (): void => undefined;
  source.on('data', (chunk: Buffer) => {
    unread.push(chunk);
    size += chunk.length;
    parts.entry.received(chunk.length);
    if (size > ahead) source.pause();
    wake();
  });
  source.on('error', error => (fault = error));
  source.once('end', () => {
    state = 'whole';
    wake();
  });
  source.once('close', () => {
    if (state === 'open') state = 'broken';
    parts.entry.ended();
    wake();
  });

  const take = (): Uint8Array | undefined => {
    const chunk = unread.shift();
    size -= chunk?.length ?? 0;
    if (size <= ahead && source.isPaused()) source.resume();
    return chunk;
  };

  /** Milliseconds waited, at most `limit`. */
  const wait = async (limit: number): Promise<number> => {
    const since = performance.now();
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = resolve;
    const timer = setTimeout(resolve, limit);
    await promise;
    clearTimeout(timer);
    return performance.now() - since;
  };

  async function* read(): AsyncGenerator<Uint8Array> {
    const { address, limits } = parts;
    let silence = limits.firstByte;
    let isInLine = false;
    let waitedInLine = 0;
    try {
      for (;;) {
        signal.throwIfAborted();
        const chunk = take();
        if (chunk !== undefined) {
          silence = limits.idle;
          const end = chunk.lastIndexOf(lineFeed);
          if (end >= 0) waitedInLine = 0;
          isInLine = end < chunk.length - 1;
          yield chunk;
          continue;
        }
        if (state === 'whole') return;
        if (state === 'broken') throw badReply(address, 'endedEarly', 'it ended in the middle', fault);
        const patience = isInLine ? Math.min(silence, limits.line - waitedInLine) : silence;
        const waited = await wait(patience);
        if (isInLine) waitedInLine += waited;
        if (state === 'open' && unread.length === 0) {
          signal.throwIfAborted();
          throw badReply(address, 'silent', `nothing whole came within ${patienceOf(patience, silence, limits)} s`);
        }
      }
    } finally {
      source.destroy();
      parts.entry.ended();
    }
  }
  return read();
}

const patienceOf = (patience: number, silence: number, { line }: BodyLimits): number =>
  (patience < silence ? line : silence) / 1000;
