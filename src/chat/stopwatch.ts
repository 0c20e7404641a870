/** A clock in milliseconds; only differences count. */
export type Clock = () => number;

/** Measures time in several stretches. */
export class Stopwatch {
  readonly #clock: Clock;
  #before: number;
  #startedAt: number | undefined;

  constructor(clock: Clock, milliseconds = 0) {
    this.#clock = clock;
    this.#before = milliseconds;
  }

  get milliseconds(): number {
    return this.#before + (this.#startedAt === undefined ? 0 : this.#clock() - this.#startedAt);
  }

  start(): void {
    this.#startedAt ??= this.#clock();
  }

  add(milliseconds: number): void {
    this.#before += milliseconds;
  }

  stop(): void {
    this.#before = this.milliseconds;
    this.#startedAt = undefined;
  }
}
