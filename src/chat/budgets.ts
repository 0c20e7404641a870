import type { Thinking } from '../shared/chat.ts';

/** Tokens a trace may have, where the context has room for them. */
export const thinkingTokens: Readonly<Record<Thinking, number>> = { off: 0, short: 512, normal: 2048, deep: 8192 };

/** Tokens kept free for the answer. */
export const answerReserve = (context: number): number => Math.min(512, Math.floor(context / 4));

/** Less than this is no thought. */
const leastBudget = 64;

/** Tokens a trace may have after a prompt of so many, so that an answer still fits. */
export function traceBudget(level: Thinking, promptTokens: number, context: number): number {
  const wanted = thinkingTokens[level];
  return wanted === 0 ? 0 : Math.max(leastBudget, Math.min(wanted, context - promptTokens - answerReserve(context)));
}
