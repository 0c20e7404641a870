import type { RoomView } from '../../shared/chat.ts';

/** How full the context would be with the question being written. */
export type Fullness =
  | 'roomy'
  /** It fits, but not with all that is kept for the answer. */
  | 'tight'
  | 'over';

/** The context as the meter shows it. */
export interface Filling {
  readonly context: number;
  readonly used: number;
  readonly reserve: number;
  readonly fullness: Fullness;
}

const wideLetters = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** Characters of Latin text that make a token, on average, with DeepSeek's tokenizers; the extension counts exactly at sending. */
const charactersPerToken = 3.6;

/** Tokens of a text that is being written, about. */
export function estimatedTokens(text: string): number {
  const narrow = text.replaceAll(wideLetters, '').length;
  const wide = text.match(wideLetters)?.length ?? 0;
  return Math.ceil(narrow / charactersPerToken) + wide;
}

export function filling({ context, used, reserve }: RoomView, draft: string): Filling {
  const all = used + estimatedTokens(draft);
  const fullness = all > context ? 'over' : all + reserve > context ? 'tight' : 'roomy';
  return { context, used: all, reserve, fullness };
}

/** "3.1k", and of fewer than a hundred how many */
export const inThousands = (tokens: number): string =>
  tokens < 100 ? String(tokens) : tokens < 9950 ? `${(tokens / 1000).toFixed(1)}k` : `${Math.round(tokens / 1000)}k`;

/** The size of a context as people name it: 8,192 tokens are "8k", 131,072 are "128k". */
export const contextSize = (tokens: number): string =>
  `${tokens % 1024 === 0 ? tokens / 1024 : Math.round(tokens / 100) / 10}k`;
