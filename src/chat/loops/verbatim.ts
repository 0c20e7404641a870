import { tokensIn } from '../../context/tokens.ts';
import { Repetition } from './repetition.ts';

/** Rounds have to come three times; those of more tokens and words twice. */
const longRound = 90;
const wordsOfLongRound = 10;

/** Tokens that all rounds together must have; the same row of a table or three short lines alike are no loop. */
const leastTokens = 210;

/** The same for one or two words over and over: an array of fifty times "true" is none. */
const leastTokensOfFewWords = 240;

/** Characters of rounds without any word: rules, zeros, the picture of a board. */
const leastWithoutWords = 1000;

/** Code says the same line more often than prose does. */
const moreInCode = 3;

/** Characters that have to come again before a repetition is looked for. */
const gram = 24;

/** Longest round that can come twice within what is remembered. */
const longestRound = 4096;

/** A trace that says the same again and again, letter by letter. */
export class VerbatimLoop {
  readonly #repetition = new Repetition(gram);
  #text = '';
  #count = 0;
  /** Where the repetition began that was judged, and how long it may become. */
  #judged = -1;
  #allowed = 0;

  /** Takes one UTF-16 unit; whether the text now goes in circles. */
  add(char: string, isInCode: boolean): boolean {
    this.#text += char;
    if (this.#text.length > 4 * longestRound) this.#text = this.#text.slice(-longestRound);
    this.#count += 1;
    this.#repetition.add(char.charCodeAt(0));
    const { period, length } = this.#repetition;
    if (period === 0 || period > longestRound || length < 2 * period || length < 3 * gram) return false;
    const start = this.#count - length;
    if (start !== this.#judged) {
      this.#judged = start;
      this.#allowed = allowedLength(this.#text.slice(-period), isInCode);
    }
    return length >= this.#allowed;
  }
}

/** Characters that all rounds of a text may have together before they are a loop. */
function allowedLength(round: string, isInCode: boolean): number {
  const factor = isInCode ? moreInCode : 1;
  const words = new Set(
    fromWordStart(round)
      .toLowerCase()
      .match(/\p{Script=Han}|[\p{L}\p{M}]{2,}/gu),
  );
  if (words.size === 0) return factor * leastWithoutWords;
  const tokens = tokensIn(round);
  const least = words.size <= 2 ? leastTokensOfFewWords : leastTokens;
  const isLong = tokens > longRound && words.size >= wordsOfLongRound && !isInCode;
  const rounds = isLong ? 2 : 3;
  return round.length * Math.max(rounds, (factor * least) / tokens);
}

/** A round can be seen from any of its letters on; words count as a whole. */
function fromWordStart(round: string): string {
  const at = round.search(/[^\p{L}\p{M}]/u);
  return at < 0 ? round : round.slice(at) + round.slice(0, at);
}
