/** How long nothing must happen before work is done, and how far apart two times are at least. Milliseconds. */
export interface IdleTimes {
  readonly quiet: number;
  readonly apart: number;
}

/** Calls `work` once nothing has been touched for a while, and then only after something has been touched again. */
export class Idle {
  readonly #times: IdleTimes;
  readonly #work: () => void;
  #timer: NodeJS.Timeout | undefined;
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(times: IdleTimes, work: () => void) {
    this.#times = times;
    this.#work = work;
  }

  touch(): void {
    clearTimeout(this.#timer);
    const { quiet, apart } = this.#times;
    // Not longer than that even if the clock is set back.
    const left = Math.min(this.#lastAt + apart - Date.now(), apart);
    this.#timer = setTimeout(
      () => {
        this.#lastAt = Date.now();
        this.#work();
      },
      Math.max(quiet, left),
    );
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
