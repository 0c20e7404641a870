/** Measures how long nothing but our own code ran: pauses and engines are waited for. */
export class OwnTime {
  readonly #now: () => number;
  #open = 0;
  #openedAt = 0;
  #waited = 0;

  /** With a clock in milliseconds that only grows. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Begins a measurement; the returned function gives the milliseconds since that were waited for. */
  begin(): () => number {
    const before = this.#total();
    return () => this.#total() - before;
  }

  /** Waits until the promise is settled, and counts that as waiting. */
  async waitingFor<T>(promise: Promise<T>): Promise<T> {
    this.#enter();
    try {
      return await promise;
    } finally {
      this.#leave();
    }
  }

  /** The same pieces; the time until each comes counts as waiting. */
  async *waitingForEach<T>(pieces: AsyncIterable<T>): AsyncGenerator<T> {
    const iterator = pieces[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await this.waitingFor(iterator.next());
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }

  #enter(): void {
    if (this.#open === 0) this.#openedAt = this.#now();
    this.#open += 1;
  }

  #leave(): void {
    this.#open -= 1;
    if (this.#open === 0) this.#waited += this.#now() - this.#openedAt;
  }

  #total(): number {
    return this.#waited + (this.#open > 0 ? this.#now() - this.#openedAt : 0);
  }
}
