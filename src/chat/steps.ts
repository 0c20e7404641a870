import type { StepView } from '../shared/chat.ts';

/** Words with which a trace turns; they begin a step wherever a sentence begins with them. */
const turns =
  /^(?:wait|alternatively|however|hmm+|actually|on second thought|等等|等一下|不过|另外|或者|但是)(?![\p{L}\p{N}])/iu;
const chineseTurns = /^(?:等等|等一下|不过|另外|或者|但是|所以|首先|然后|最后|那么|因此)/u;

/** Words that only go on; they begin a step at the start of a line. */
const goesOn =
  /^(?:so|but|let me|let's|first(?:ly)?|second(?:ly)?|next|then|finally|therefore|ok(?:ay)?|now|maybe|also|alright|thus)(?![\p{L}\p{N}])/iu;

/** Steps closer than this to the one before belong to it, in UTF-16 units. */
const closest = 40;

/** More than this nobody looks through. */
const mostSteps = 200;

/** So much text has to follow a start before its first word is known for sure. */
const lookAhead = 20;

/** Where a sentence can begin: after a line end, or after a sign that ends one. */
const start = /\n\s*|[.!?]["')\]]?[ \t]+|[。！？]["」』）]?\s*/g;

/**
 * The steps of a trace that grows: paragraphs, and sentences with which the model turns ("Wait", "Alternatively"). A step that
 * was told stays where it is.
 */
export class TraceSteps {
  #text = '';
  #steps: StepView[] = [];
  /** Everything before is decided. */
  #decided = 0;
  #isInFence = false;

  read(text: string): readonly StepView[] {
    if (text === this.#text) return this.#steps;
    if (!text.startsWith(this.#text)) this.#forget();
    this.#text = text;
    if (this.#steps.length === 0 && text.length >= lookAhead) this.#add(0, turnAt(text, 0, true) ?? '');
    this.#look();
    return this.#steps;
  }

  #look(): void {
    start.lastIndex = this.#decided;
    for (let found = start.exec(this.#text); found !== null; found = start.exec(this.#text)) {
      const at = found.index + found[0].length;
      if (at + lookAhead > this.#text.length) return;
      this.#decided = at;
      this.#decide(at, found[0]);
    }
  }

  #decide(at: number, gap: string): void {
    const isLineStart = gap.startsWith('\n');
    if (isLineStart && /^(?:```|~~~)/.test(this.#text.slice(at, at + 3))) {
      this.#isInFence = !this.#isInFence;
      return;
    }
    if (this.#isInFence) return;
    const turn = turnAt(this.#text, at, isLineStart);
    const isParagraph = /\n\s*\n/.test(gap);
    if (turn !== undefined || isParagraph) this.#add(at, turn ?? '');
  }

  #add(at: number, turn: string): void {
    const last = this.#steps.at(-1);
    if (this.#steps.length >= mostSteps || (last !== undefined && at - last.at < closest)) return;
    // A new list: whoever holds the one before may compare.
    this.#steps = [...this.#steps, { at, turn }];
  }

  #forget(): void {
    this.#steps = [];
    this.#decided = 0;
    this.#isInFence = false;
  }
}

/** The turn word that stands at a place, as it is written. */
function turnAt(text: string, at: number, isLineStart: boolean): string | undefined {
  const next = text.slice(at, at + lookAhead);
  const word = turns.exec(next)?.[0] ?? chineseTurns.exec(next)?.[0];
  return word ?? (isLineStart ? goesOn.exec(next)?.[0] : undefined);
}
