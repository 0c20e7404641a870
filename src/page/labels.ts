import type { ThoughtView } from '../shared/chat.ts';

/** A time in words, in whole seconds: "12 s", "1 min 5 s". */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

export const tokenCount = (tokens: number): string => (tokens === 1 ? '1 token' : `${tokens} tokens`);

/** The name of the reasoning panel's button; tokens are known for sure only when the thought has ended. */
export const reasoningName = (thought: ThoughtView, elapsed: number): string =>
  ['Reasoning', duration(elapsed), ...(thought.ended ? [tokenCount(thought.tokens)] : [])].join(', ');

export const speed = (tokensPerSecond: number): string =>
  `${tokensPerSecond < 10 ? tokensPerSecond.toFixed(1) : Math.round(tokensPerSecond)} tokens/s`;

export const secondsToAnswer = (seconds: number): string => `${seconds.toFixed(1)} s to the answer`;
