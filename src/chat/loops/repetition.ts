/** How many symbols are remembered: about two thousand tokens of characters. A power of two. */
const memory = 8192;

/** An odd number that spreads symbols over 32 bits. */
const base = 0x9e3779b1;

/**
 * Notices that the end of a stream of symbols repeats itself: from some place on each symbol is the one a period before. Takes
 * the same time for each symbol, however long the stream is, and always the same memory.
 */
export class Repetition {
  readonly #gram: number;
  /** `base` to the power of the gram's length, to take the oldest symbol out of the hash. */
  readonly #power: number;
  readonly #symbols = new Uint32Array(memory);
  readonly #hashes = new Uint32Array(memory);
  /** Where each gram that is remembered ended last. */
  readonly #ends = new Map<number, number>();
  #hash = 0;
  #count = 0;
  #period = 0;
  #run = 0;

  /** `gram` symbols have to come again before a repetition is looked for. */
  constructor(gram: number) {
    this.#gram = gram;
    let power = 1;
    for (let step = 0; step < gram; step++) power = Math.imul(power, base);
    this.#power = power;
  }

  add(symbol: number): void {
    const at = this.#count;
    this.#forget(at - memory);
    this.#symbols[at % memory] = symbol;
    this.#count = at + 1;
    const leaving = at >= this.#gram ? this.#at(at - this.#gram) : 0;
    this.#hash = (Math.imul(this.#hash, base) + symbol - Math.imul(leaving, this.#power)) >>> 0;
    if (this.#period > 0 && this.#at(at - this.#period) === symbol)
      this.#run = Math.min(this.#run + 1, memory - 1 - this.#period);
    else this.#look(at);
    this.#hashes[at % memory] = this.#hash;
    this.#ends.set(this.#hash, at);
  }

  /** Symbols of one round; 0 where nothing repeats. */
  get period(): number {
    return this.#period;
  }

  /** Symbols of all rounds, the first one too. */
  get length(): number {
    return this.#period === 0 ? 0 : this.#run + this.#period;
  }

  /** Whether the gram at the end has been here before, and how far back both agree. */
  #look(at: number): void {
    this.#period = 0;
    const end = this.#ends.get(this.#hash);
    if (end === undefined || at < this.#gram) return;
    const period = at - end;
    const most = Math.min(memory - 1 - period, at + 1 - period);
    let run = 0;
    while (run < most && this.#at(at - run) === this.#at(end - run)) run++;
    if (run < this.#gram) return;
    this.#period = period;
    this.#run = run;
  }

  #forget(at: number): void {
    if (at < 0) return;
    const hash = this.#hashes[at % memory] ?? 0;
    if (this.#ends.get(hash) === at) this.#ends.delete(hash);
  }

  #at(at: number): number {
    return this.#symbols[at % memory] ?? 0;
  }
}
