/** Words in one round at most. */
const longestRound = 48;

/** The same words have to come in so many rounds, and be so many in all. */
const leastRounds = 6;
const leastWords = 64;

/** Words of a round that are not numbers, at least: a sum is no sentence. */
const leastLetters = 4;

const memory = longestRound * (leastRounds + 2) * 2;

/**
 * Notices rounds that differ in a counter alone: "Wait, check 7 again. Wait, check 8 again." Where other numbers change too, and
 * not all by the same step, the rounds are about different things.
 */
export class CounterLoop {
  readonly #words: string[] = [];
  /** By the length of a round: how many words in a row equal the one a round before, numbers taken as equal. */
  readonly #runs: number[] = Array.from({ length: longestRound + 1 }, () => 0);
  #loops = false;

  get loops(): boolean {
    return this.#loops;
  }

  add(word: string): void {
    this.#words.push(word);
    const at = this.#words.length - 1;
    for (let round = leastLetters + 1; round <= longestRound; round++) {
      const before = this.#words[at - round];
      const isSame = before !== undefined && isAlike(before, word);
      const run = isSame ? (this.#runs[round] ?? 0) + 1 : 0;
      this.#runs[round] = run;
      if (run >= round * leastRounds && run >= leastWords && this.#onlyCounts(round)) this.#loops = true;
    }
    if (this.#words.length > memory) this.#words.splice(0, this.#words.length - memory / 2);
  }

  /** Whether in the last rounds some number goes up, and all that change go up alike. */
  #onlyCounts(round: number): boolean {
    const words = this.#words.slice(-round * leastRounds);
    const slots = words.slice(0, round);
    if (slots.filter(word => !isNumber(word)).length < leastLetters) return false;
    const steps = slots.flatMap((word, slot) => {
      if (!isNumber(word)) return [];
      const values = Array.from({ length: leastRounds }, (_, at) => Number(words[slot + at * round]));
      return [...new Set(values.slice(1).map((value, at) => value - (values[at] ?? 0)))];
    });
    const changing = new Set(steps.filter(step => step !== 0));
    return changing.size === 1;
  }
}

const isNumber = (word: string): boolean => /^\d/.test(word);

const isAlike = (one: string, other: string): boolean => one === other || (isNumber(one) && isNumber(other));
