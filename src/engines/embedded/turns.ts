import type { Purpose } from '../../shared/engine.ts';

/** Milliseconds after a completion during which the next is to be expected: a person is typing. */
const typing = 10_000;

/** Who may work when: one generation at a time for each purpose, and while a completion works, chat rests between two steps. */
export class Turns {
  readonly #last: Record<Purpose, Promise<void>> = { completion: Promise.resolve(), chat: Promise.resolve() };
  #completions = 0;
  #completionsDone = Promise.withResolvers<void>();
  #lastCompletion = -Infinity;
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Streams `work` once it is its turn. Throws the signal's reason if that comes too late. */
  async *take<Piece>(purpose: Purpose, work: () => AsyncIterable<Piece>, signal: AbortSignal): AsyncGenerator<Piece> {
    const before = this.#last[purpose];
    const turn = Promise.withResolvers<void>();
    this.#last[purpose] = turn.promise;
    if (purpose === 'completion') this.#completions++;
    try {
      await before;
      signal.throwIfAborted();
      yield* work();
    } finally {
      if (purpose === 'completion') this.#completionEnded();
      turn.resolve();
    }
  }

  /** Resolves when the purpose may do its next step. */
  async mayStep(purpose: Purpose): Promise<void> {
    if (purpose === 'completion') return;
    while (this.#completions > 0) await this.#completionsDone.promise;
  }

  /** Whether a completion may come at any moment, so that the purpose's steps should be short. */
  isInterrupted(purpose: Purpose): boolean {
    return purpose !== 'completion' && this.#now() - this.#lastCompletion < typing;
  }

  #completionEnded(): void {
    this.#lastCompletion = this.#now();
    this.#completions--;
    if (this.#completions > 0) return;
    this.#completionsDone.resolve();
    this.#completionsDone = Promise.withResolvers<void>();
  }
}
