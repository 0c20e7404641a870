import { setTimeout } from 'node:timers/promises';
import type { ChatStore, Hit } from './chatStore.ts';

/** A person who types on wants the result of the whole word. */
const pause = 150;
/** More than anyone looks through; who wants another types another word. */
const mostHits = 50;

/** The chats in whose text the words are that were typed last. A new word ends the search for the one before. */
export class TextHits {
  readonly #store: Pick<ChatStore, 'search'>;
  readonly #changed: (hits: readonly Hit[]) => void;
  #running: AbortController | undefined;

  constructor(store: Pick<ChatStore, 'search'>, changed: (hits: readonly Hit[]) => void) {
    this.#store = store;
    this.#changed = changed;
  }

  get isSearching(): boolean {
    return this.#running !== undefined;
  }

  searchFor(words: string): void {
    this.stop();
    if (words.trim() === '') return this.#changed([]);
    const running = new AbortController();
    this.#running = running;
    void this.#search(words, running);
  }

  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  async #search(words: string, running: AbortController): Promise<void> {
    const { signal } = running;
    try {
      // What is listed is narrowed at once; what was found for other words goes with it.
      this.#changed([]);
      await setTimeout(pause, undefined, { signal });
      await this.#collect(words, signal);
    } catch {
      // Another word was typed. Or the folder cannot be read any more: the list tells that, when it is shown again.
      if (!signal.aborted) this.#end([]);
    }
  }

  async #collect(words: string, signal: AbortSignal): Promise<void> {
    const hits: Hit[] = [];
    for await (const hit of this.#store.search(words, signal)) {
      signal.throwIfAborted();
      if (hit.where === 'title') continue;
      hits.push(hit);
      this.#changed([...hits]);
      if (hits.length === mostHits) break;
    }
    this.#end(hits);
  }

  #end(hits: readonly Hit[]): void {
    this.stop();
    this.#changed(hits);
  }
}
