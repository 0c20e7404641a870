import type { Turn } from '../turns.ts';

export type Where = 'title' | 'question' | 'answer' | 'reasoning';

export interface Place {
  readonly where: Where;
  /** The text around the first hit, on one line. */
  readonly snippet: string;
}

/** One pattern for each word, whatever its letters' case. */
export const patternsOf = (words: string): readonly RegExp[] =>
  (words.match(/\S+/g) ?? []).map(word => new RegExp(word.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`), 'iu'));

/** Looks for words in the texts of one chat. All have to occur, each wherever it will. */
export class Finding {
  readonly #patterns: readonly RegExp[];
  readonly #missing: Set<RegExp>;
  #best: { readonly place: Place; readonly words: number } | undefined;

  constructor(patterns: readonly RegExp[]) {
    this.#patterns = patterns;
    this.#missing = new Set(patterns);
  }

  /** The text that has most of the words, or the first of such; undefined while a word is missing. */
  get found(): Place | undefined {
    return this.#missing.size === 0 ? this.#best?.place : undefined;
  }

  /** Nothing that is looked at later can change what was found. */
  get isSettled(): boolean {
    return this.#best?.words === this.#patterns.length;
  }

  look(where: Where, text: string): void {
    const hits = this.#patterns.map(pattern => ({ pattern, at: text.search(pattern) })).filter(({ at }) => at >= 0);
    for (const { pattern } of hits) this.#missing.delete(pattern);
    if (hits.length <= (this.#best?.words ?? 0)) return;
    const at = Math.min(...hits.map(hit => hit.at));
    this.#best = { place: { where, snippet: around(text, at) }, words: hits.length };
  }

  lookAt(turn: Turn): void {
    if (turn.role === 'user') return this.look('question', turn.text);
    this.look('answer', turn.answer);
    if (turn.thought !== undefined) this.look('reasoning', turn.thought.text);
  }

  /** Whether a line of a chat's file can have any of the words: parsing it takes much longer than looking. */
  mayBeIn(line: string): boolean {
    return this.#patterns.some(pattern => changesInJson.test(pattern.source) || pattern.test(line));
  }
}

// A quote, a backslash or half of a pair is written otherwise in JSON: then the line alone does not tell.
const changesInJson = /["\\\p{Cc}\p{Cs}]/u;

const snippetLength = 120;
const before = 40;

function around(text: string, at: number): string {
  const start = Math.max(0, at - before);
  const end = start + snippetLength;
  const part = text
    .slice(start, end)
    // A pair of which one half was cut off.
    .replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return `${start > 0 ? '…' : ''}${part}${end < text.length ? '…' : ''}`;
}
