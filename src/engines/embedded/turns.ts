import type { Purpose } from '../../shared/engine.ts';
import { unlessAborted } from '../../shared/unlessAborted.ts';

/** Milliseconds after a completion during which the next is to be expected: a person is typing. */
const typing = 10_000;

/** What an engine does for a purpose: it generates, or it reads a prompt ahead that may be asked later. */
export type Work = Purpose | `${Purpose} ahead`;

/**
 * Who may work when: one of each kind of work at a time, and while a completion works, chat rests between two steps.
 * Reading ahead is for idle time: each of its steps begins when nobody generates or waits to, and nobody begins within one.
 */
export class Turns {
  readonly #last: Record<Work, Promise<void>> = {
    completion: Promise.resolve(),
    chat: Promise.resolve(),
    'completion ahead': Promise.resolve(),
    'chat ahead': Promise.resolve(),
  };
  /** Works that have the turn or wait for it. */
  readonly #count: Record<Work, number> = { completion: 0, chat: 0, 'completion ahead': 0, 'chat ahead': 0 };
  #oneEnded = Promise.withResolvers<void>();
  #stepAhead: Promise<unknown> = Promise.resolve();
  #lastCompletion = -Infinity;
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Streams `work` once it is its turn. Throws the signal's reason if that comes too late. */
  async *take<Piece>(what: Work, work: () => AsyncIterable<Piece>, signal: AbortSignal): AsyncGenerator<Piece> {
    const before = this.#last[what];
    const turn = Promise.withResolvers<void>();
    this.#last[what] = turn.promise;
    this.#count[what]++;
    try {
      await before;
      signal.throwIfAborted();
      yield* work();
    } finally {
      this.#ended(what);
      turn.resolve();
    }
  }

  /** Resolves when a generation for the purpose may do its next step. */
  async mayStep(purpose: Purpose): Promise<void> {
    await this.#stepAhead;
    if (purpose === 'chat') while (this.#count.completion > 0) await this.#oneEnded.promise;
  }

  /** Does a step of reading ahead as soon as nobody generates. Throws the signal's reason if that comes too late. */
  async whenIdle<Result>(step: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    signal.throwIfAborted();
    while (this.#count.completion > 0 || this.#count.chat > 0) await unlessAborted(this.#oneEnded.promise, signal);
    // From here to the end of the step those who come now wait for it.
    const done = this.#stepAhead.then(() => step());
    this.#stepAhead = done.catch(() => undefined);
    return done;
  }

  /** Whether a completion may come at any moment, so that the purpose's steps should be short. */
  isInterrupted(purpose: Purpose): boolean {
    return purpose !== 'completion' && this.#now() - this.#lastCompletion < typing;
  }

  #ended(what: Work): void {
    if (what === 'completion') this.#lastCompletion = this.#now();
    this.#count[what]--;
    this.#oneEnded.resolve();
    this.#oneEnded = Promise.withResolvers();
  }
}
