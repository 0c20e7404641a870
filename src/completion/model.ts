import type { Family } from '../models/families.ts';
import type { Generator } from '../shared/engine.ts';

/** What serves completions now. */
export interface CompletionModel {
  readonly engine: Generator;
  readonly family: Family;
  /** Tokens that prompt and reply may have together. */
  readonly contextLength?: number;
  /** The same of the engine's second cache, for short prompts; absent where there is none. */
  readonly quickCacheLength?: number;
}
