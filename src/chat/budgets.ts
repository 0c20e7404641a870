import { tokensIn } from '../context/tokens.ts';
import type { Input } from '../shared/engine.ts';
import type { Thinking } from '../shared/chat.ts';

/** Tokens a trace may have. */
export const thoughtTokens: Readonly<Record<Thinking, number>> = { off: 0, short: 512, normal: 2048, deep: 8192 };

/** Less would cut a trace before it has said anything. */
const leastThought = 64;

/** Tokens of the context that are kept for the answer. */
export const answerReserve = (contextLength: number): number => Math.min(512, Math.floor(contextLength / 4));

/** Tokens a trace may have so that an answer fits after it. `promptTokens` are those of all that was read before. */
export function thoughtBudget(thinking: Thinking, contextLength: number, promptTokens: number): number {
  const room = contextLength - promptTokens - answerReserve(contextLength);
  return thinking === 'off' ? 0 : Math.max(leastThought, Math.min(thoughtTokens[thinking], room));
}

/** Tokens of what a model reads, estimated; a mark is one. */
export const tokensOf = ({ prompt, turns }: Input): number =>
  prompt === undefined
    ? turns.reduce((sum, { text }) => sum + tokensIn(text), 0)
    : prompt.reduce((sum, part) => sum + (typeof part === 'string' ? tokensIn(part) : 1), 0);
