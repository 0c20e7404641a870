import { fitted, promptTokens } from '../context/budget.ts';
import type { Budget } from '../models/families.ts';
import type { FailureFacts } from '../shared/failure.ts';

/** Estimates are wrong by a few percent from one part of a file to the next. */
const margin = 0.9;

/** Where an engine does not tell by how much a prompt is too long. */
const blindly = 0.5;

/**
 * How large the prompt of a document may be. Tokens are counted here without the model's vocabulary: in rare scripts or
 * encoded data there can be more of them. What an engine says of a prompt that was too long is kept for the document, so that
 * its next keys do not fail again and the engine's cache stays of use.
 */
export class WindowFit {
  #path = '';
  /** Tokens by our own count. */
  #most = Infinity;

  fitted(path: string, budget: Budget): Budget {
    return path === this.#path ? fitted(budget, this.#most) : budget;
  }

  /** Takes in the facts of a "contextOverflow" of a prompt of this budget; `replyTokens` must fit beside the prompt. */
  shrink(path: string, budget: Budget, facts: FailureFacts, replyTokens: number): void {
    const { promptTokens: told, contextLength } = facts;
    const isTold = typeof told === 'number' && typeof contextLength === 'number' && told > 0;
    const share = isTold ? (Math.max(0, contextLength - replyTokens) / told) * margin : blindly;
    this.#path = path;
    this.#most = promptTokens(budget) * Math.min(share, margin);
  }
}
