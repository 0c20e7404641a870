import type { TraceWord } from './traceWords.ts';

/** Tokens at the end of a trace that are looked at. */
const stretch = 200;

/** Turns in a stretch of a thought that only sways, and the most words in it that say something. */
const leastTurns = 15;
const mostContent = 6;

/** Said at each turn of a seesaw. */
const verdicts = new Set('yes no right wrong true false correct incorrect 对 错'.split(' '));

/** A trace that only sways: "Wait, no. Actually, yes. Wait, no." in any order. */
export class Dithering {
  readonly #words: { readonly tokens: number; readonly isTurn: boolean; readonly content: string | undefined }[] = [];
  readonly #contents = new Map<string, number>();
  #tokens = 0;
  #turns = 0;

  /** Takes a word; whether the trace now goes in circles. */
  add({ kind, text, tokens }: TraceWord): boolean {
    this.#tokens += tokens;
    const isTurn = kind === 'doubt' || kind === 'turn';
    const saysSomething = kind === 'number' || kind === 'sign' || (kind === 'content' && !verdicts.has(text));
    this.#words.push({ tokens: this.#tokens, isTurn, content: saysSomething ? text : undefined });
    this.#turns += Number(isTurn);
    if (saysSomething) this.#count(text, 1);
    while ((this.#words[0]?.tokens ?? this.#tokens) < this.#tokens - stretch) this.#leave();
    return this.#tokens >= stretch && this.#turns >= leastTurns && this.#contents.size <= mostContent;
  }

  #leave(): void {
    const word = this.#words.shift();
    this.#turns -= Number(word?.isTurn ?? false);
    if (word?.content !== undefined) this.#count(word.content, -1);
  }

  #count(content: string, change: 1 | -1): void {
    const uses = (this.#contents.get(content) ?? 0) + change;
    if (uses === 0) this.#contents.delete(content);
    else this.#contents.set(content, uses);
  }
}
