import type { Purpose } from '../../shared/engine.ts';

/** Who may work when: one generation at a time for each purpose, and while a completion works, chat rests between two steps. */
export class Turns {
  readonly #last: Record<Purpose, Promise<void>> = { completion: Promise.resolve(), chat: Promise.resolve() };
  #completions = 0;
  #completionsDone = Promise.withResolvers<void>();

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

  #completionEnded(): void {
    this.#completions--;
    if (this.#completions > 0) return;
    this.#completionsDone.resolve();
    this.#completionsDone = Promise.withResolvers<void>();
  }
}
