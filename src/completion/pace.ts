/** Measurements that count; a machine that gets busy or hot is noticed after a few. */
const remembered = 5;

/** With fewer tokens to read, what the engine takes otherwise counts for more than its speed. */
const leastTokens = 48;

/** How fast the engine answers, from what was measured. */
export class Pace {
  readonly #speeds: number[] = [];
  readonly #waits: number[] = [];

  /** The first piece of an answer came after `ms`; the engine had to read about `coldTokens` for it. */
  firstPiece(coldTokens: number, ms: number): void {
    remember(this.#waits, ms);
    if (coldTokens >= leastTokens) remember(this.#speeds, (coldTokens / Math.max(ms, 1)) * 1000);
  }

  /** Prompt tokens a second; undefined until something was read. */
  get tokensPerSecond(): number | undefined {
    return median(this.#speeds);
  }

  /** Milliseconds until an answer begins, as a rule; undefined until there was one. */
  get firstPieceMs(): number | undefined {
    return median(this.#waits);
  }
}

function remember(values: number[], value: number): void {
  values.push(value);
  if (values.length > remembered) values.shift();
}

const median = (values: readonly number[]): number | undefined =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
