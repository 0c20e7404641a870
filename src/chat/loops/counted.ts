import { Repetition } from './repetition.ts';
import type { TraceWord } from './traceWords.ts';

/** Tokens that the rounds must have together, and how many rounds there must be. */
const leastTokens = 235;
const leastRounds = 3;

/** Tokens of rounds of a few words without a doubt among them: so an enumeration may go on for long. */
const leastTokensOfEnumeration = 400;

/** Words of a round that is more than an item of an enumeration. */
const wordsOfSentence = 6;

/** Words without those that say nothing that have to come again before a repetition is looked for. */
const gram = 6;

const memory = 4096;

/** What had been said when a word came, all in all. */
interface Sums {
  readonly tokens: number;
  readonly words: number;
  readonly doubts: number;
}

const nothing: Sums = { tokens: 0, words: 0, doubts: 0 };

/**
 * A trace whose rounds differ in nothing but a number that counts them, or in words that say nothing: "Wait, check 1…
 * Hmm, check 2…". Where any other number changes it is an enumeration that tells something.
 */
export class CountedLoop {
  readonly #repetition = new Repetition(gram);
  /** The number of each word; NaN for a word. */
  readonly #numbers = new Float64Array(memory);
  readonly #sums: Sums[] = [];
  #now = nothing;
  #count = 0;
  #lookAgainAt = 0;

  /** Takes a word; whether the trace now goes in circles. */
  add({ kind, text, tokens }: TraceWord): boolean {
    const isWord = kind !== 'number' && kind !== 'sign' && (text.length > 1 || text >= '\u3400');
    this.#now = {
      tokens: this.#now.tokens + tokens,
      words: this.#now.words + Number(isWord),
      doubts: this.#now.doubts + Number(kind === 'doubt'),
    };
    if (kind === 'doubt' || kind === 'turn' || kind === 'filler') return false;
    const at = this.#count % memory;
    this.#numbers[at] = kind === 'number' ? Number(text) : Number.NaN;
    this.#sums[at] = this.#now;
    this.#count += 1;
    this.#repetition.add(kind === 'number' ? 1 : hashOf(text));
    return this.#isLoop();
  }

  #isLoop(): boolean {
    const { period, length } = this.#repetition;
    if (period === 0 || this.#count < this.#lookAgainAt || length < leastRounds * period) return false;
    const rounds = this.#roundsOf(period, Math.min(length, memory - 1));
    if (rounds === undefined || rounds < leastRounds) return false;
    // It costs a look at all rounds: no more of them than the stream pays for.
    this.#lookAgainAt = this.#count + Math.max(3, Math.ceil(period / 4));
    return this.#onlyCounts(period, rounds);
  }

  /** How many of the last rounds are enough to call it a loop; undefined where there are not enough. */
  #roundsOf(period: number, length: number): number | undefined {
    const round = this.#since(period);
    if (round.words === 0) return undefined;
    const isSentence = round.doubts > 0 || round.words >= wordsOfSentence;
    const rounds = Math.max(
      leastRounds,
      Math.ceil((isSentence ? leastTokens : leastTokensOfEnumeration) / round.tokens),
    );
    return rounds * period <= length ? rounds : undefined;
  }

  #since(words: number): Sums {
    const before = this.#sums[(this.#count - 1 - words + memory) % memory] ?? nothing;
    const now = this.#now;
    return { tokens: now.tokens - before.tokens, words: now.words - before.words, doubts: now.doubts - before.doubts };
  }

  /** Whether all numbers of the last rounds stay as they are or count on by one. */
  #onlyCounts(period: number, rounds: number): boolean {
    let step = 0;
    let last = Number.NaN;
    for (let at = this.#count - (rounds - 1) * period; at < this.#count; at++) {
      const number = this.#numberAt(at);
      const before = this.#numberAt(at - period);
      if (Number.isNaN(number) || number === before) continue;
      step ||= number - before;
      if (Math.abs(step) !== 1 || number - before !== step) return false;
      if (number !== last && !Number.isNaN(last) && number !== last + step) return false;
      last = number;
    }
    return true;
  }

  #numberAt(at: number): number {
    return this.#numbers[at % memory] ?? Number.NaN;
  }
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
