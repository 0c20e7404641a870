/** A state of a document and a place in it. */
export interface Spot {
  readonly uri: string;
  readonly version: number;
  readonly line: number;
  readonly character: number;
}

/** What a person wants who asks by hand. */
export interface WishByHand {
  readonly alternatives: number;
  readonly isAnew: boolean;
}

/** Suggestions to choose from; more are rarely different. */
const alternatives = 3;

/**
 * Tells apart what VS Code's one kind of question by hand can mean: our command, our command again because nothing it brought
 * was good, and VS Code's own, which wants to have all there is.
 */
export class AskedByHand {
  #marked: Spot | undefined;
  #isAnswered = false;
  #isAgain = false;

  /** Our command is run at a place. True where its answer is there already, and nothing has changed since. */
  mark(spot: Spot): boolean {
    this.#isAgain = this.#isAnswered && this.#isAt(spot);
    this.#isAnswered = false;
    this.#marked = spot;
    return this.#isAgain;
  }

  /** What a question at a place means. One run of our command asks anew once. */
  wishAt(spot: Spot): WishByHand {
    const isAnew = this.#isAgain && this.#isAt(spot);
    this.#isAgain = false;
    return { alternatives, isAnew };
  }

  /** What was asked at a place has its answer. */
  answered(spot: Spot): void {
    if (this.#isAt(spot)) this.#isAnswered = true;
  }

  #isAt(spot: Spot): boolean {
    return this.#marked !== undefined && isSame(this.#marked, spot);
  }
}

const isSame = (one: Spot, other: Spot): boolean =>
  one.uri === other.uri &&
  one.version === other.version &&
  one.line === other.line &&
  one.character === other.character;
