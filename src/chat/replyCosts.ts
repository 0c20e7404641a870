import { type Clock, Stopwatch } from './stopwatch.ts';
import type { Answered } from './turns.ts';

/** What one piece of a reply was. */
export interface Wrote {
  readonly tokens: number;
  /** Some of it belongs to the trace. */
  readonly isThought: boolean;
  /** The model is inside its trace after it. */
  readonly isThinking: boolean;
  /** It ended with a closing tag that came late: all since the trace had ended, or since the beginning, was thought. */
  readonly isLate: boolean;
  readonly hasAnswer: boolean;
}

/** Tokens and time of a growing reply: of its trace, and until its answer. What it took before goes on counting. */
export class ReplyCosts {
  readonly #whole: Stopwatch;
  readonly #thinking: Stopwatch;
  readonly #writing: Stopwatch;
  #tokens: number;
  #thoughtTokens: number;
  #secondsToAnswer: number | undefined;
  /** Tokens, and the time of writing, since the trace ended: they may still turn out to be thought. */
  #answerTokens = 0;
  #writingAtAnswer: number;

  constructor({ tokens = 0, tokensPerSecond, thought, secondsToAnswer }: Partial<Answered>, clock: Clock) {
    this.#tokens = tokens;
    this.#thoughtTokens = thought?.tokens ?? 0;
    this.#secondsToAnswer = secondsToAnswer;
    this.#thinking = new Stopwatch(clock, thought?.milliseconds ?? 0);
    this.#writing = new Stopwatch(clock, tokensPerSecond === undefined ? 0 : (tokens / tokensPerSecond) * 1000);
    this.#writingAtAnswer = this.#writing.milliseconds;
    this.#whole = new Stopwatch(clock, thought?.milliseconds ?? 0);
    this.#whole.start();
  }

  get tokens(): number {
    return this.#tokens;
  }

  get thoughtTokens(): number {
    return this.#thoughtTokens;
  }

  get thoughtMilliseconds(): number {
    return this.#thinking.milliseconds;
  }

  /** Undefined before the first token. */
  get tokensPerSecond(): number | undefined {
    return this.#tokens === 0 ? undefined : (this.#tokens / Math.max(1, this.#writing.milliseconds)) * 1000;
  }

  get secondsToAnswer(): number | undefined {
    return this.#secondsToAnswer;
  }

  /** A piece comes: the clocks go before it is known what it is. */
  writes(isThinking: boolean): void {
    this.#writing.start();
    if (isThinking) this.#thinking.start();
  }

  wrote({ tokens, isThought, isThinking, isLate, hasAnswer }: Wrote): void {
    this.#tokens += tokens;
    if (isThought) this.#thoughtTokens += tokens;
    else this.#answerTokens += tokens;
    if (isLate) this.#takeAsThought();
    if (isThinking) this.#thinking.start();
    else if (isThought || isLate) this.endThought();
    if (hasAnswer) this.#secondsToAnswer ??= this.#whole.milliseconds / 1000;
  }

  endThought(): void {
    this.#thinking.stop();
    this.#answerTokens = 0;
    this.#writingAtAnswer = this.#writing.milliseconds;
  }

  /** Until the next piece nothing is written: a prompt is read. */
  rest(): void {
    this.#writing.stop();
  }

  end(): void {
    for (const watch of [this.#whole, this.#thinking, this.#writing]) watch.stop();
  }

  #takeAsThought(): void {
    this.#thoughtTokens += this.#answerTokens;
    this.#thinking.add(this.#writing.milliseconds - this.#writingAtAnswer);
    this.#secondsToAnswer = undefined;
  }
}
