/** At most this many restarts in so many milliseconds: a model that kills its process must not do so for ever. */
const most = 5;
const span = 3 * 60_000;

/** Decides whether a process that ended by itself may be started again. */
export class RestartLimit {
  readonly #now: () => number;
  #restarts: readonly number[] = [];
  #isReached = false;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Counts a restart, or says false: from then on until `reset`. */
  mayRestart(): boolean {
    const now = this.#now();
    this.#restarts = this.#restarts.filter(time => now - time < span);
    this.#isReached ||= this.#restarts.length >= most;
    if (!this.#isReached) this.#restarts = [...this.#restarts, now];
    return !this.#isReached;
  }

  /** A person asked for a restart. */
  reset(): void {
    this.#restarts = [];
    this.#isReached = false;
  }
}
