interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Time that passes only when it is told to, so that a session of minutes is replayed at once and always the same. */
export class VirtualClock {
  #now = 0;
  #sleepers: Sleeper[] = [];

  /** Milliseconds since the start. */
  get now(): number {
    return this.#now;
  }

  /** Sleeps for `ms`, or throws the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const wake = (): void => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      const sleeper: Sleeper = { at: this.#now + Math.max(ms, 0), wake };
      const stop = (): void => {
        this.#sleepers = this.#sleepers.filter(other => other !== sleeper);
        reject(signal.reason);
      };
      signal.addEventListener('abort', stop, { once: true });
      this.#sleepers.push(sleeper);
    });
  }

  /** Lets everything happen that is due until `until`, in its order; until nobody sleeps any more when it is Infinity. */
  async advanceTo(until: number): Promise<void> {
    await whatIsReady();
    for (let next = this.#earliest(); next !== undefined && next.at <= until; next = this.#earliest()) {
      this.#now = Math.max(this.#now, next.at);
      this.#sleepers = this.#sleepers.filter(other => other !== next);
      next.wake();
      await whatIsReady();
    }
    if (until !== Infinity) this.#now = Math.max(this.#now, until);
  }

  /** Of several that are due together, the one that went to sleep first. */
  #earliest(): Sleeper | undefined {
    return this.#sleepers.reduce<Sleeper | undefined>(
      (first, other) => (first === undefined || other.at < first.at ? other : first),
      undefined,
    );
  }
}

/** All settled promises have been followed up when the event loop turns. */
const whatIsReady = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
