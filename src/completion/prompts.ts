import { budgets, fitted, promptTokens, quickBudget } from '../context/budget.ts';
import type { Snippet } from '../context/snippet.ts';
import type { CutText } from '../context/window.ts';
import type { Budget } from '../models/families.ts';
import { fillInMiddlePrompt, type Hole } from '../prompt/fillInMiddle.ts';
import type { Cache, Prompt } from '../shared/engine.ts';
import { Failure, type FailureFacts } from '../shared/failure.ts';
import { CacheContent } from './cacheContent.ts';
import type { CompletionModel } from './model.ts';
import { Pace } from './pace.ts';
import { PinnedHole, classicHole } from './pinnedHole.ts';
import { WindowFit } from './windowFit.ts';

/** A prompt and the cache that is to read it. */
export interface Asked {
  readonly prompt: Prompt;
  readonly cache: Cache;
  /** Where the part begins that the engine has to read, in the prompt's text. */
  readonly coldFrom: number;
  /** Tokens of that part, about. */
  readonly coldTokens: number;
  readonly budget: Budget;
}

/** What is asked about. */
export interface Subject {
  readonly cut: CutText;
  readonly related: readonly Snippet[];
  readonly replyTokens: number;
}

/** Milliseconds of reading that a key may cost; more than that is read ahead, or left out. */
const mayRead = 1000;

/** A first answer may take longer: without it there is none. */
const mayReadFirst = 2000;

/** Tokens that may be cold while nothing is known of the engine's speed. */
const unknownTokens = 300;

/** A larger prompt is taken when the engine is this much faster than it needs, so that its size does not swing. */
const margin = 1.3;

/** Chooses the prompt for a cursor: its size by how fast the engine reads, and its parts so that little has to be read. */
export class Prompts {
  readonly pace = new Pace();
  readonly #holes: Readonly<Record<Cache, PinnedHole>> = { main: new PinnedHole(), quick: new PinnedHole() };
  readonly #contents: Readonly<Record<Cache, CacheContent>> = { main: new CacheContent(), quick: new CacheContent() };
  readonly #fit = new WindowFit();
  #size = 0;

  /** The full prompt where little of it is cold, else a short one that the engine's second cache reads. */
  forKey(subject: Subject, model: CompletionModel): Asked {
    const full = this.#full(subject, model);
    if (model.quickCacheLength === undefined || full.coldTokens <= this.#tokensIn(mayRead)) return full;
    const budget = this.#fitted(quickBudget, subject, model.quickCacheLength);
    const quick = this.#asked(this.#holes.quick.at(subject.cut, [], budget), budget, model, 'quick');
    return quick.coldTokens < full.coldTokens ? quick : full;
  }

  /** What can be read while nobody waits, so that a later key finds it warm; undefined where there is nothing. */
  toReadAhead(
    { isAtRest, ...subject }: Subject & { readonly isAtRest: boolean },
    model: CompletionModel,
  ): Asked | undefined {
    if (model.quickCacheLength === undefined) return undefined;
    const budget = this.#fullBudget(subject, model);
    const hole = isAtRest ? this.#holes.main.renewed(subject.cut, subject.related, budget) : undefined;
    const asked = hole === undefined ? this.#full(subject, model) : this.#asked(hole, budget, model, 'main');
    // One token is read by whoever asks.
    return asked.coldTokens > 1 ? asked : undefined;
  }

  /** The engine has read this share of what was cold; all of it once it writes. */
  read({ prompt, cache, coldFrom }: Asked, share: number): void {
    this.#contents[cache].read(prompt, coldFrom, share);
  }

  wrote({ cache }: Asked, text: string): void {
    this.#contents[cache].wrote(text);
  }

  /** The prompt had too many tokens. */
  shrink({ cut, replyTokens }: Subject, { budget }: Asked, facts: FailureFacts): void {
    this.#fit.shrink(cut.path, budget, facts, replyTokens);
  }

  #full(subject: Subject, model: CompletionModel): Asked {
    const budget = this.#fullBudget(subject, model);
    const isClassic = model.family.fillInMiddle?.layout === 'classic';
    const hole = isClassic
      ? classicHole(subject.cut, subject.related, budget)
      : this.#holes.main.at(subject.cut, subject.related, budget);
    return this.#asked(hole, budget, model, 'main');
  }

  #asked(hole: Hole, budget: Budget, { family }: CompletionModel, cache: Cache): Asked {
    if (family.fillInMiddle === undefined)
      throw new Failure('wrongModel', { model: family.label, purpose: 'completion' });
    const prompt = fillInMiddlePrompt(hole, family.fillInMiddle);
    return { prompt, cache, budget, ...this.#contents[cache].coldPartOf(prompt) };
  }

  #fullBudget(subject: Subject, model: CompletionModel): Budget {
    const budget = model.family.budget ?? budgets[this.#sizeFor(model)] ?? quickBudget;
    return this.#fitted(budget, subject, model.contextLength);
  }

  #fitted(budget: Budget, { cut, replyTokens }: Subject, contextLength = Infinity): Budget {
    return this.#fit.fitted(cut.path, fitted(budget, contextLength - replyTokens));
  }

  /** By the engine's speed; an engine that can read ahead takes at least the usual size whatever its speed. */
  #sizeFor({ contextLength = 0, quickCacheLength }: CompletionModel): number {
    const least = quickCacheLength === undefined ? 0 : 1;
    const tokens = this.#tokensIn(mayReadFirst);
    const fits = (size: number, spare: number): boolean => {
      const needed = promptTokens(budgets[size] ?? quickBudget);
      return needed * spare <= tokens && (size < 2 || needed < contextLength);
    };
    while (this.#size < budgets.length - 1 && fits(this.#size + 1, margin)) this.#size += 1;
    while (this.#size > 0 && !fits(this.#size, 1 / margin)) this.#size -= 1;
    return Math.max(least, this.#size);
  }

  #tokensIn(ms: number): number {
    const { tokensPerSecond } = this.pace;
    return tokensPerSecond === undefined ? unknownTokens : (tokensPerSecond * ms) / 1000;
  }
}
