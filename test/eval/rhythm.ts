import { type Random, seededRandom } from '../demo/random.ts';

/** When a person presses keys, and what comes between: all by a seed. */
export class Rhythm {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** To the next key of a word: log-normal around a median, as measured of people who type prose and code. */
  key(): number {
    return this.#around(130, 0.45);
  }

  /** From the keys to the mouse, to a place, and back. */
  move(): number {
    return this.#around(900, 0.4);
  }

  /** How long a person reads what is shown before taking it, or looks at what was taken. */
  look(): number {
    return this.#around(550, 0.35);
  }

  /** One to four seconds, and now and then five to fifteen. */
  thought(): number {
    return this.happens(0.07) ? 5000 + 10_000 * this.#random.next() : 1000 + 3000 * this.#random.next();
  }

  happens(chance: number): boolean {
    return this.#random.next() < chance;
  }

  pick<Item>(items: readonly Item[]): Item {
    return this.#random.pick(items);
  }

  #around(median: number, spread: number): number {
    const gauss = Math.sqrt(-2 * Math.log(1 - this.#random.next())) * Math.cos(2 * Math.PI * this.#random.next());
    return Math.max(25, median * Math.exp(spread * gauss));
  }
}
