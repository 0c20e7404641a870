import { CountedLoop } from './loops/counted.ts';
import { Dithering } from './loops/dithering.ts';
import { StaleWords } from './loops/stale.ts';
import { type TraceWord, TraceWords } from './loops/traceWords.ts';
import { VerbatimLoop } from './loops/verbatim.ts';

/**
 * Notices that a trace goes in circles: that it repeats itself to the letter, or but for a counter, or but for a few words, or
 * only sways between two turns. A trace that repeats its words about ever new things does not. It costs the same for each
 * character and says the same however the trace is cut.
 */
export class LoopGuard {
  readonly #verbatim = new VerbatimLoop();
  readonly #judges = [new CountedLoop(), new StaleWords(), new Dithering()] as const;
  readonly #words = new TraceWords(word => this.#judge(word));
  /** The current line as long as it may become a fence. */
  #line = '';
  #isInCode = false;
  #loops = false;

  add(text: string): void {
    for (let at = 0; at < text.length && !this.#loops; at++) this.#read(text.charAt(at));
  }

  /** Once a loop, always a loop. */
  get loops(): boolean {
    return this.#loops;
  }

  #read(char: string): void {
    this.#followFence(char);
    if (this.#verbatim.add(char, this.#isInCode)) this.#loops = true;
    // Code repeats its words about other names, in ways that prose does not.
    if (!this.#isInCode) this.#words.add(char);
  }

  #judge(word: TraceWord): void {
    for (const judge of this.#judges) if (judge.add(word)) this.#loops = true;
  }

  #followFence(char: string): void {
    if (char === '\n') {
      this.#line = '';
      return;
    }
    if (this.#line.length >= 3 || (this.#line === '' && char === ' ')) return;
    this.#line += char;
    if (this.#line === '```' || this.#line === '~~~') this.#isInCode = !this.#isInCode;
  }
}
