import { cutAt } from '../context/window.ts';
import type { Piece, Sampling, Waiting } from '../shared/engine.ts';
import { Failure } from '../shared/failure.ts';
import type { CompletionRequest } from './request.ts';
import type { CompletionModel } from './model.ts';
import { type Asked, Prompts, type Subject } from './prompts.ts';

export interface AskingParts {
  /** Throws Failure where no model can complete. */
  readonly reach: (signal: AbortSignal) => Promise<CompletionModel>;
  /** Called while nothing is written yet, with the reason. */
  readonly onWaiting?: (stage: Waiting) => void;
  /** Milliseconds that only grow. */
  readonly now: () => number;
}

/** A line of code has about 12 tokens; the line limit of the client ends most streams long before this does. */
const tokensPerLine = 16;

/** A prompt is asked with at most so many sizes of window. */
const attempts = 3;

/** Asks the engine what comes at a cursor, and notes what its caches hold and how fast it is. */
export class Asking {
  readonly #parts: AskingParts;
  #prompts = new Prompts();

  constructor(parts: AskingParts) {
    this.#parts = parts;
  }

  /** Another model or engine: nothing is known of it. */
  forget(): void {
    this.#prompts = new Prompts();
  }

  /** Milliseconds until an answer begins, as a rule; undefined until there was one. */
  get firstPieceMs(): number | undefined {
    return this.#prompts.pace.firstPieceMs;
  }

  /** Tokens that code of other files may have in a prompt. */
  get relatedTokens(): number {
    return this.#prompts.relatedTokens;
  }

  /** What the model writes. With another sampling than the family's it is an alternative. */
  async *pieces(
    request: CompletionRequest,
    sampling: Sampling | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<Piece> {
    const subject = this.#subject(request);
    for (let attempt = 1; ; attempt++) {
      const model = await this.#parts.reach(signal);
      const asked = this.#prompts.forKey(subject, model);
      try {
        yield* this.#generate(model, asked, subject.replyTokens, sampling ?? model.family.sampling, signal);
        return;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof Failure) || error.kind !== 'contextOverflow' || attempt === attempts) throw error;
        this.#prompts.shrink(subject, asked, error.facts);
      }
    }
  }

  /**
   * Has the engine read what it will be asked, where it can do that in steps that hold nobody up. At rest, the hole of the
   * prompt and the code of other files are brought up to date as well.
   */
  async readAhead(request: CompletionRequest, isAtRest: boolean, signal: AbortSignal): Promise<void> {
    const model = await this.#parts.reach(signal);
    const asked = this.#prompts.toReadAhead({ ...this.#subject(request), isAtRest }, model);
    if (asked === undefined) return;
    for await (const _ of this.#generate(model, asked, 0, model.family.sampling, signal));
  }

  /** Whether asking at this place costs the engine next to nothing to read. */
  async isWarm(request: CompletionRequest, signal: AbortSignal): Promise<boolean> {
    return this.#prompts.isWarm(this.#subject(request), await this.#parts.reach(signal));
  }

  async *#generate(
    { engine }: CompletionModel,
    asked: Asked,
    maxTokens: number,
    sampling: Sampling,
    signal: AbortSignal,
  ): AsyncGenerator<Piece> {
    const prompts = this.#prompts;
    const { now } = this.#parts;
    const { prompt, cache } = asked;
    let startedAt = now();
    let isRead = false;
    for await (const piece of engine.generate({ purpose: 'completion', prompt, cache, maxTokens, sampling }, signal)) {
      if (piece.kind === 'waiting') {
        if (maxTokens > 0) this.#parts.onWaiting?.(piece.stage);
        if (piece.stage === 'reading') prompts.read(asked, piece.done ?? 0);
        // The wait for another request, or for the model to load, says nothing about the engine's speed.
        else startedAt = now();
      } else if (!isRead) {
        isRead = true;
        prompts.read(asked, 1);
        // Reading ahead waits for everything else.
        if (maxTokens > 0) prompts.pace.firstPiece(asked.coldTokens, now() - startedAt);
      }
      if ('text' in piece) prompts.wrote(asked, piece.text);
      yield piece;
    }
  }

  #subject({ document, offset, maxLines, related }: CompletionRequest): Subject {
    return {
      cut: cutAt(document, offset),
      related: related?.() ?? [],
      replyTokens: maxLines * tokensPerLine,
    };
  }
}
