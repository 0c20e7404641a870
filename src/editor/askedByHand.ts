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

/** How a question ended: with ghost text, with none, or without an answer of the model. */
export type Ended = 'shown' | 'nothing' | 'unanswered';

/** Suggestions to choose from; more are rarely different. */
const alternatives = 3;

/**
 * Tells apart what VS Code's one kind of question by hand can mean: our command, our command again because nothing it brought
 * was good, and VS Code's own, which wants to have all there is.
 */
export class AskedByHand {
  #marked: Spot | undefined;
  #ended: Ended | undefined;
  #isAgain = false;

  /** Our command is run at a place. How its question before ended, where that was here and nothing has changed since. */
  mark(spot: Spot): Ended | undefined {
    const before = this.#isAt(spot) ? this.#ended : undefined;
    this.#marked = spot;
    this.#ended = undefined;
    this.#isAgain = before === 'shown' || before === 'nothing';
    return before;
  }

  /** What a question at a place means. One run of our command asks anew once. */
  wishAt(spot: Spot): WishByHand {
    const isAnew = this.#isAgain && this.#isAt(spot);
    this.#isAgain = false;
    return { alternatives, isAnew };
  }

  /** A question at a place has ended. */
  ended(spot: Spot, how: Ended): void {
    if (this.#isAt(spot)) this.#ended = how;
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
