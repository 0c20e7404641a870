interface Waiting<T> {
  newest: T;
  readonly done: PromiseWithResolvers<void>;
}

/** Writes one thing over and over: one write at a time, and of those that wait meanwhile only the newest. */
export class NewestWins<T> {
  readonly #write: (value: T) => Promise<void>;
  #waiting: Waiting<T> | undefined;
  #running: Promise<void> | undefined;

  constructor(write: (value: T) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when this value or a newer one is written; rejects when that failed. */
  put(value: T): Promise<void> {
    if (this.#waiting !== undefined) {
      this.#waiting.newest = value;
      return this.#waiting.done.promise;
    }
    const waiting = { newest: value, done: Promise.withResolvers<void>() };
    this.#waiting = waiting;
    this.#running ??= this.#run();
    return waiting.done.promise;
  }

  /** Forgets what waits, as if it were written, and resolves when nothing is being written any more. */
  async stop(): Promise<void> {
    this.#waiting?.done.resolve();
    this.#waiting = undefined;
    await this.#running;
  }

  /** Resolves when nothing is being written or waits for it. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // What is put in the same moment is one write.
    await Promise.resolve();
    for (let next = this.#take(); next !== undefined; next = this.#take()) {
      try {
        await this.#write(next.newest);
        next.done.resolve();
      } catch (error) {
        next.done.reject(error);
      }
    }
    this.#running = undefined;
  }

  #take(): Waiting<T> | undefined {
    const next = this.#waiting;
    this.#waiting = undefined;
    return next;
  }
}
