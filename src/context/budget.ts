import type { Budget } from '../models/families.ts';

/** For an engine that reads a few hundred tokens a second and has read nothing of the file yet: under two seconds. */
export const quickBudget: Budget = { related: 0, prefix: 116, suffix: 40, middle: 152 };

/**
 * For a processor, once the prompt is read: with a reply of 12 lines it fits 1,536 tokens. At each new place of a file it is
 * read anew, so a longer one would cost more than five tokens a key in sessions as people type them.
 */
export const normalBudget: Budget = { related: 260, prefix: 480, suffix: 100, middle: 320 };

/** For a GPU: it reads this in a fraction of a second. */
export const largeBudget: Budget = { related: 1200, prefix: 1600, suffix: 500, middle: 320 };

/** The usual sizes, smallest first. */
export const budgets: readonly Budget[] = [quickBudget, normalBudget, largeBudget];

/** The tokens between the parts: three marks and the begin of the sequence. */
const markTokens = 4;

export const promptTokens = ({ related, prefix, suffix, middle }: Budget): number =>
  related + prefix + suffix + middle + markTokens;

/** The same shares of fewer tokens. */
export const scaled = ({ related, prefix, suffix, middle }: Budget, scale: number): Budget => ({
  related: Math.floor(related * scale),
  prefix: Math.floor(prefix * scale),
  suffix: Math.floor(suffix * scale),
  middle: Math.floor(middle * scale),
});

/** The budget made smaller where its prompt has more than `tokens`. */
export const fitted = (budget: Budget, tokens: number): Budget =>
  promptTokens(budget) <= tokens ? budget : scaled(budget, Math.max(0, tokens - markTokens) / promptTokens(budget));
