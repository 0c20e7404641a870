import { CounterLoop } from './loops/counterLoop.ts';
import { NothingNew } from './loops/nothingNew.ts';
import { SignLoop } from './loops/signLoop.ts';

/** Words in any script: runs of letters, numbers, and each Chinese, Japanese or Korean sign by itself. */
const word = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[\p{L}'’]+|\d+/gu;

/** A word can still grow at the end of what has come. */
const unfinished = /[\p{L}'’\d]+$/u;

/**
 * Notices a trace that goes in circles, fed with it as it streams, in pieces of any size. Three things are looked for: nothing
 * new is said for a while, only a counter goes up, or the same few signs come again and again.
 */
export class LoopGuard {
  readonly #nothingNew = new NothingNew();
  readonly #counterLoop = new CounterLoop();
  readonly #signLoop = new SignLoop();
  #rest = '';
  #loops = false;

  /** Once true it stays so. */
  get loops(): boolean {
    return this.#loops;
  }

  add(text: string): void {
    if (this.#loops) return;
    this.#signLoop.add(text);
    const all = this.#rest + text;
    const rest = unfinished.exec(all)?.[0] ?? '';
    this.#rest = rest;
    for (const [found] of all
      .slice(0, all.length - rest.length)
      .toLowerCase()
      .matchAll(word)) {
      this.#nothingNew.add(found);
      this.#counterLoop.add(found);
      if (this.#nothingNew.loops || this.#counterLoop.loops) break;
    }
    this.#loops = this.#signLoop.loops || this.#nothingNew.loops || this.#counterLoop.loops;
  }
}
