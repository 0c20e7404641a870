import { budgets, fitted, normalBudget, promptTokens, quickBudget } from '../context/budget.ts';
import type { Snippet } from '../context/snippet.ts';
import type { CutText } from '../context/window.ts';
import type { Budget } from '../models/families.ts';
import { fillInMiddlePrompt, type Hole } from '../prompt/fillInMiddle.ts';
import type { CacheName, Prompt } from '../shared/engine.ts';
import { Failure, type FailureFacts } from '../shared/failure.ts';
import { CacheContent } from './cacheContent.ts';
import type { CompletionModel } from './model.ts';
import { Pace } from './pace.ts';
import { type Pin, classicHoleIn, holdsFor, holeIn, pinAtRest, pinFor } from './pin.ts';
import { Stay } from './stay.ts';
import { WindowFit } from './windowFit.ts';

/** A prompt and the cache that is to read it. */
export interface Asked {
  readonly prompt: Prompt;
  readonly cache: CacheName;
  /** Where the part begins that the engine has to read, in the prompt's text. */
  readonly coldFrom: number;
  /** Tokens of that part, about. */
  readonly coldTokens: number;
  readonly budget: Budget;
}

type Pinned = Asked & { readonly pin: Pin };

/** What is asked about. */
export interface Subject {
  readonly cut: CutText;
  readonly related: readonly Snippet[];
  readonly replyTokens: number;
}

/** Milliseconds of reading that the first answer in a file may take. */
const mayReadFirst = 2000;

/** Tokens that an engine reads in this time as long as nothing is known of its speed. */
const unknownTokens = 300;

/** Tokens of the full prompt that a key may cost where the engine has a second cache; with more of them that one is asked. */
const mayBeCold = 250;

/** Reading fewer tokens ahead saves nothing. */
const worthReading = 64;

/** The place of the usual size among all. */
const usualSize = budgets.indexOf(normalBudget);

/** A larger prompt is taken when the engine is this much faster than it needs, so that its size does not swing. */
const margin = 1.3;

/** Chooses the prompt for a cursor: its size by how fast the engine reads, and its parts so that little has to be read. */
export class Prompts {
  readonly pace = new Pace();
  /** The holes of the prompts that the caches hold. */
  #pins: { readonly [cache in CacheName]?: Pin } = {};
  readonly #contents: Readonly<Record<CacheName, CacheContent>> = {
    main: new CacheContent(),
    quick: new CacheContent(),
  };
  readonly #fit = new WindowFit();
  #size = 0;
  #relatedTokens = normalBudget.related;
  readonly #stay = new Stay();

  /** Tokens that code of other files may have in the full prompt. */
  get relatedTokens(): number {
    return this.#relatedTokens;
  }

  /** The full prompt where little of it is cold, else a short one that the engine's second cache reads. */
  forKey(subject: Subject, model: CompletionModel): Asked {
    const full = this.#full(subject, model);
    if (model.quickCacheLength === undefined || full.coldTokens <= mayBeCold) return this.#chosen(full);
    const quick = this.#quick(subject, model, model.quickCacheLength);
    return this.#chosen(quick.coldTokens < full.coldTokens ? quick : full);
  }

  /** What can be read while nobody waits, so that a later key finds it warm; undefined where there is nothing. */
  toReadAhead(
    { isAtRest, ...subject }: Subject & { readonly isAtRest: boolean },
    model: CompletionModel,
  ): Asked | undefined {
    if (model.quickCacheLength === undefined || isClassic(model) || this.#isPassingBy(subject, model)) return undefined;
    const asked = this.#full(subject, model, isAtRest ? pinAtRest : pinFor);
    return asked.coldTokens >= worthReading ? this.#chosen(asked) : undefined;
  }

  /** Whether a prompt for this place only goes on from what the engine has read. */
  isWarm({ cut, ...subject }: Subject, model: CompletionModel): boolean {
    const { main } = this.#pins;
    return main !== undefined && holdsFor(main, cut, this.#fullBudget({ cut, ...subject }, model));
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

  /** A cache holds one prompt: its pin is that of the last one it was asked with. */
  #chosen(asked: Pinned): Asked {
    this.#pins = { ...this.#pins, [asked.cache]: asked.pin };
    return asked;
  }

  /** The person is at another place of the file than the full prompt, and may go back there soon. */
  #isPassingBy(subject: Subject, model: CompletionModel): boolean {
    const isElsewhere = this.#pins.main?.path === subject.cut.path && !this.isWarm(subject, model);
    return isElsewhere && !this.#stay.isAt(subject.cut);
  }

  #full(subject: Subject, model: CompletionModel, choosePin = pinFor): Pinned {
    const { cut, related } = subject;
    const budget = this.#fullBudget(subject, model);
    const pin = choosePin(this.#pins.main, cut, related, budget);
    const hole = isClassic(model) ? classicHoleIn(pin, cut) : holeIn(pin, cut);
    return { ...this.#asked(hole, budget, model, 'main'), pin };
  }

  #quick(subject: Subject, model: CompletionModel, length: number): Pinned {
    const budget = this.#fitted(quickBudget, subject, length);
    const pin = pinFor(this.#pins.quick, subject.cut, [], budget);
    return { ...this.#asked(holeIn(pin, subject.cut), budget, model, 'quick'), pin };
  }

  #asked(hole: Hole, budget: Budget, { family }: CompletionModel, cache: CacheName): Asked {
    if (family.fillInMiddle === undefined)
      throw new Failure('wrongModel', { model: family.label, purpose: 'completion' });
    const prompt = fillInMiddlePrompt(hole, family.fillInMiddle);
    return { prompt, cache, budget, ...this.#contents[cache].coldPartOf(prompt) };
  }

  #fullBudget(subject: Subject, model: CompletionModel): Budget {
    const budget = model.family.budget ?? budgets[this.#sizeFor(model)] ?? quickBudget;
    this.#relatedTokens = budget.related;
    return this.#fitted(budget, subject, model.contextLength);
  }

  #fitted(budget: Budget, { cut, replyTokens }: Subject, contextLength = Infinity): Budget {
    return this.#fit.fitted(cut.path, fitted(budget, contextLength - replyTokens));
  }

  /** By the engine's speed; the caches of an engine that reads ahead are made for the usual size, whatever its speed. */
  #sizeFor({ contextLength = 0, quickCacheLength }: CompletionModel): number {
    if (quickCacheLength !== undefined) return usualSize;
    const tokens = this.#tokensIn(mayReadFirst);
    const fits = (size: number, spare: number): boolean => {
      const needed = promptTokens(budgets[size] ?? quickBudget);
      return needed * spare <= tokens && (size < 2 || needed < contextLength);
    };
    while (this.#size < budgets.length - 1 && fits(this.#size + 1, margin)) this.#size += 1;
    while (this.#size > 0 && !fits(this.#size, 1 / margin)) this.#size -= 1;
    return this.#size;
  }

  #tokensIn(ms: number): number {
    const { tokensPerSecond } = this.pace;
    return tokensPerSecond === undefined ? unknownTokens : (tokensPerSecond * ms) / 1000;
  }
}

const isClassic = ({ family }: CompletionModel): boolean => family.fillInMiddle?.layout === 'classic';
