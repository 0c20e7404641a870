import type { Window } from '../context/window.ts';

/** Waits, or throws the signal's reason as soon as it is aborted. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

export const pause: Pause = (ms, signal) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });

/** Between the keys of a fast typist lie about 80 ms: a shorter wait within a word starts work that the next key throws away. */
const withinWord = 75;

/** An engine whose answers begin later than this is asked less often. */
const promptly = 150;

const longest = 400;

/**
 * Milliseconds from a key to the request. Where a person stops to think what comes next, at the start of a line and behind
 * an opening sign or a space, there is none. A slow engine gets more, so that it is not kept busy with what is typed over.
 */
export function pauseBeforeAsking({ lineBefore }: Window, firstPieceMs: number | undefined): number {
  const isAtStart = /(?:^\s*|[.(,={[ ])$/.test(lineBefore);
  const slowness = Math.max(0, (firstPieceMs ?? 0) - promptly) / 4;
  return Math.min(longest, Math.round((isAtStart ? 0 : withinWord) + slowness));
}
