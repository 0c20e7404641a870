import type { WindowSize } from '../context/window.ts';
import type { FailureFacts } from '../shared/failure.ts';

/** Estimates by characters are wrong by a few percent from one part of a file to the next. */
const margin = 0.9;

/** Where an engine does not tell by how much a prompt is too long. */
const blindly = 0.5;

/**
 * How much smaller than usual the window of a document has to be. A window is counted in characters: in most code three or
 * four make a token, in Chinese comments or encoded data one alone can be several. What an engine says of a prompt that was
 * too long is kept for the document, so that its next keys do not fail again and the engine's cache stays of use.
 */
export class WindowFit {
  #path = '';
  #scale = 1;

  fitted(path: string, { above, below }: WindowSize): WindowSize {
    const scale = path === this.#path ? this.#scale : 1;
    return { above: Math.floor(above * scale), below: Math.floor(below * scale) };
  }

  /** Takes in the facts of a "contextOverflow"; `replyTokens` must fit beside the prompt. */
  shrink(path: string, { promptTokens, contextLength }: FailureFacts, replyTokens: number): void {
    const before = path === this.#path ? this.#scale : 1;
    const isTold = typeof promptTokens === 'number' && typeof contextLength === 'number' && promptTokens > 0;
    const share = isTold ? (Math.max(0, contextLength - replyTokens) / promptTokens) * margin : blindly;
    this.#path = path;
    this.#scale = before * Math.min(share, margin);
  }
}
