import type { Piece, Usage } from '../shared/engine.ts';
import { unlessAborted } from '../shared/unlessAborted.ts';
import type { Pause } from './pause.ts';
import type { Place, Suggestion } from './place.ts';
import { isSettled } from './settled.ts';
import { tidy } from './tidy/tidy.ts';

/** Milliseconds after which a change of the document has been told that ended a request. */
const untilTold = 5;

/** Milliseconds an answer goes on after such a change: the editor asks anew some 50 ms later, and it may serve that as well. */
const untilAsked = 100;

/** Turns of waiting promises in which an abort has passed through an engine that listens. */
const turnsToEnd = 100;

export interface AnswerParts {
  /** Where it was asked. */
  readonly place: Place;
  readonly pieces: (signal: AbortSignal) => AsyncIterable<Piece>;
  readonly pause: Pause;
  /** Called once when it is whole; undefined where there is nothing to show. */
  readonly onWhole: (suggestion: Suggestion | undefined) => void;
}

/** What came of waiting for an answer. */
export type Waited = 'whole' | 'disagrees';

/**
 * One answer of the model, on its way. Several keys may wait for it one after the other: as long as a person types what the
 * model is writing, nothing is asked anew. It ends in the engine when nobody waits for it any more.
 */
export class Answer {
  readonly place: Place;
  readonly #parts: AnswerParts;
  readonly #abort = new AbortController();
  #text = '';
  #usage: Usage | undefined;
  #pieces = 0;
  #isWhole = false;
  #error: unknown;
  #waiting = 0;
  #news = Promise.withResolvers<void>();

  constructor(parts: AnswerParts) {
    this.place = parts.place;
    this.#parts = parts;
    void this.#read();
  }

  /** Someone may still come to wait for it. */
  get isOpen(): boolean {
    return !this.#isOver && !this.#abort.signal.aborted;
  }

  get #isOver(): boolean {
    return this.#isWhole || this.#error !== undefined;
  }

  /** What the engine says of its work, where the answer came to its own end, and what it wrote. */
  get usage(): Partial<Usage> & Pick<Usage, 'generatedTokens'> {
    return this.#usage ?? { generatedTokens: this.#pieces };
  }

  /**
   * Waits until it is whole, or can no longer be what goes on from `typed`, the text typed since it was asked. Throws what
   * the engine threw, and the signal's reason. Given up while the person types on, it stays for a moment for the next one.
   */
  async wait(typed: string, signal: AbortSignal, isTypedOn = () => false): Promise<Waited> {
    this.#waiting += 1;
    try {
      while (!this.#isWhole) {
        if (this.#error !== undefined) throw this.#error;
        if (!this.#agreesWith(typed)) return 'disagrees';
        await unlessAborted(this.#news.promise, signal);
      }
      return 'whole';
    } finally {
      this.#waiting -= 1;
      if (this.isOpen && this.#waiting === 0) void this.#endUnlessAwaited(isTypedOn);
    }
  }

  /** Ends it in the engine. */
  end(): void {
    this.#abort.abort();
  }

  /** Waits until the engine has let go of it. One that does not listen is not waited for. */
  async over(): Promise<void> {
    for (let turn = 0; turn < turnsToEnd && !this.#isOver; turn += 1) await Promise.resolve();
  }

  async #read(): Promise<void> {
    try {
      const ended = await this.#readPieces();
      this.#abort.signal.throwIfAborted();
      const suggestion = tidy(this.#text, this.place, ended);
      this.#isWhole = true;
      this.#parts.onWhole(suggestion);
    } catch (error) {
      this.#error = error ?? new Error('aborted');
    }
    this.#news.resolve();
  }

  /** Up to the point from which on nothing can change what is shown. */
  async #readPieces(): Promise<'stop' | 'length'> {
    const { signal } = this.#abort;
    for await (const piece of this.#parts.pieces(signal)) {
      signal.throwIfAborted();
      if (piece.kind === 'waiting') continue;
      if (piece.kind === 'end') {
        this.#usage = piece.usage;
        return piece.reason;
      }
      this.#text += piece.text;
      this.#pieces += piece.tokens;
      if (isSettled(this.#text, this.place)) return 'stop';
      this.#tell();
    }
    return 'stop';
  }

  #tell(): void {
    const { resolve } = this.#news;
    this.#news = Promise.withResolvers<void>();
    resolve();
  }

  #agreesWith(typed: string): boolean {
    if (typed === '' || this.#text === '') return true;
    const soFar = tidy(this.#text, this.place, 'stop')?.insert ?? '';
    return soFar.startsWith(typed) || typed.startsWith(soFar);
  }

  async #endUnlessAwaited(isTypedOn: () => boolean): Promise<void> {
    const { pause } = this.#parts;
    const { signal } = this.#abort;
    try {
      await pause(untilTold, signal);
      if (this.#waiting === 0 && isTypedOn()) await pause(untilAsked, signal);
      if (this.#waiting === 0) this.end();
    } catch {
      // Ended by another hand meanwhile: there is nothing left to end.
    }
  }
}
