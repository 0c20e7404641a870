import type { TraceWord } from './traceWords.ts';

/** Tokens at the end of a trace that are looked at. */
const stretch = 100;

/** In a stretch that says nothing new nearly each pair of words was there before, most of them twice not long ago. */
const leastKnown = 0.97;
const leastKnownTwice = 0.75;
const notLongAgo = 330;

/** Words of three letters or more in a stretch: with fewer, states of a machine or moves of a game are told one by one. */
const leastVocabulary = 7;

/** Tokens after which a pair of words is forgotten. */
const memory = 2000;

/** A long round may have come only twice: then the part without news has to be longer than what lies between by this factor. */
const beyondOneRound = 1.5;
const leastLongRound = 250;

interface Pair {
  readonly tokens: number;
  readonly word: string;
  readonly isKnown: boolean;
  readonly isKnownTwice: boolean;
  /** Tokens since it was there last. */
  readonly distance: number;
}

/** A trace that says the same with a few words changed: for long there is no pair of words in it that was not there before. */
export class StaleWords {
  /** Where each pair of words was last and before that. */
  readonly #places = new Map<string, readonly [number, number]>();
  readonly #pairs: Pair[] = [];
  readonly #vocabulary = new Map<string, number>();
  #tokens = 0;
  #before = '';
  #known = 0;
  #knownTwice = 0;
  #distances = 0;
  /** Where the last stretch with news ended. */
  #lastNews = 0;

  /** Takes a word; whether the trace now goes in circles. */
  add({ kind, text, tokens }: TraceWord): boolean {
    this.#tokens += tokens;
    if (kind !== 'content' && kind !== 'number' && kind !== 'sign') return false;
    this.#enter(text);
    this.#before = text;
    while ((this.#pairs[0]?.tokens ?? this.#tokens) < this.#tokens - stretch) this.#leave();
    return this.#isStale();
  }

  #isStale(): boolean {
    const count = this.#pairs.length;
    if (this.#tokens < stretch || this.#known < leastKnown * count || this.#vocabulary.size < leastVocabulary) {
      this.#lastNews = this.#tokens;
      return false;
    }
    if (this.#knownTwice >= leastKnownTwice * count) return true;
    const stale = this.#tokens - this.#lastNews + stretch;
    return stale >= leastLongRound && stale >= (beyondOneRound * this.#distances) / count;
  }

  #enter(word: string): void {
    const key = `${this.#before} ${word}`;
    const [last, second] = this.#places.get(key) ?? [-Infinity, -Infinity];
    this.#places.delete(key);
    this.#places.set(key, [this.#tokens, last]);
    this.#forget();
    const distance = this.#tokens - last;
    const pair = {
      tokens: this.#tokens,
      word,
      isKnown: distance <= memory,
      isKnownTwice: this.#tokens - second <= notLongAgo,
      distance: Math.min(distance, memory),
    };
    this.#pairs.push(pair);
    this.#count(pair, 1);
  }

  #leave(): void {
    const pair = this.#pairs.shift();
    if (pair !== undefined) this.#count(pair, -1);
  }

  #count({ word, isKnown, isKnownTwice, distance }: Pair, change: 1 | -1): void {
    this.#known += isKnown ? change : 0;
    this.#knownTwice += isKnownTwice ? change : 0;
    this.#distances += change * distance;
    if (!/^(?:\p{L}{3,}|\p{Script=Han})$/u.test(word)) return;
    const uses = (this.#vocabulary.get(word) ?? 0) + change;
    if (uses === 0) this.#vocabulary.delete(word);
    else this.#vocabulary.set(word, uses);
  }

  /** The map keeps the order of last use: the oldest come first. */
  #forget(): void {
    for (const [key, [last]] of this.#places) {
      if (last >= this.#tokens - memory) return;
      this.#places.delete(key);
    }
  }
}
