import type { ThoughtView } from '../shared/chat.ts';
import { t } from './texts.ts';

/** A time in words, in whole seconds: "12 s", "1 min 5 s". */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return seconds < 60 ? t('{0} s', seconds) : t('{0} min {1} s', Math.floor(seconds / 60), seconds % 60);
}

export const tokenCount = (tokens: number): string => (tokens === 1 ? t('1 token') : t('{0} tokens', tokens));

/** The same as a cost, which may be of thousands: "1,640 tokens". */
export const tokenCost = (tokens: number): string => (tokens === 1 ? t('1 token') : t('{0} tokens', grouped(tokens)));

/** The language the editor speaks: it writes it into the page. */
const language = (): string => globalThis.document?.documentElement.lang || 'en';

/** A number of which one reads the thousands: "16,384". */
export const grouped = (count: number): string => new Intl.NumberFormat(language()).format(count);

/** The name of the reasoning panel's button; tokens are known for sure only when the thought has ended. */
export const reasoningName = (thought: ThoughtView, elapsed: number): string =>
  thought.ended
    ? t('Reasoning, {0}, {1}', duration(elapsed), tokenCount(thought.tokens))
    : t('Reasoning, {0}', duration(elapsed));

/** What a running trace is told beside its time: "348 tokens · 29/s"; afterwards "521 tokens · 4 steps". */
export function thoughtFigures({ tokens, elapsed, ended, steps }: ThoughtView): string {
  if (ended) return steps.length > 1 ? `${tokenCount(tokens)} · ${t('{0} steps', steps.length)}` : tokenCount(tokens);
  // Over less than a second the speed says more about how messages arrive than about the model.
  return elapsed < 1000 ? tokenCount(tokens) : `${tokenCount(tokens)} · ${t('{0}/s', rate((tokens * 1000) / elapsed))}`;
}

export const speed = (tokensPerSecond: number): string => t('{0} tokens/s', rate(tokensPerSecond));

const rate = (perSecond: number): string => (perSecond < 10 ? perSecond.toFixed(1) : String(Math.round(perSecond)));

export const secondsToAnswer = (seconds: number): string => t('{0} s to the answer', seconds.toFixed(1));

/** Memory as people compare it: "0.9 GB", "120 MB". */
export const memory = (bytes: number): string =>
  bytes < 0.1e9 ? t('{0} MB', Math.max(1, Math.round(bytes / 1e6))) : t('{0} GB', (bytes / 1e9).toFixed(1));
