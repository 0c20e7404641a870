/** Longest group of signs that is looked for; longer ones are words. */
const longestGroup = 24;

/** Signs that have to repeat one another: no rule of dashes or row of a table is that long. */
const leastSigns = 480;

/** Notices that the same few signs come again and again: "no no no", "))))", "0, 0, 0". */
export class SignLoop {
  /** The last signs, as a ring. */
  readonly #signs: string[] = Array.from({ length: longestGroup }, () => '');
  /** By the length of the group: how many signs in a row equal the one a group before. */
  readonly #runs: number[] = Array.from({ length: longestGroup + 1 }, () => 0);
  #count = 0;
  #loops = false;

  get loops(): boolean {
    return this.#loops;
  }

  add(text: string): void {
    for (const sign of text) {
      for (let group = 1; group <= longestGroup; group++) {
        const isSame = this.#count >= group && this.#signs[(this.#count - group) % longestGroup] === sign;
        this.#runs[group] = isSame ? (this.#runs[group] ?? 0) + 1 : 0;
        if ((this.#runs[group] ?? 0) >= leastSigns) this.#loops = true;
      }
      this.#signs[this.#count % longestGroup] = sign;
      this.#count += 1;
    }
  }
}
