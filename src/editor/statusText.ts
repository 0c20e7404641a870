import { l10n } from 'vscode';
import type { DayCount } from './dailyCounts.ts';

/** The newest ghost text: how long it took, and what the engine did for it. */
export interface LastShown {
  readonly ms: number;
  /** Absent where the engine was not asked. */
  readonly usage?: {
    /** Undefined where the answer was ended early: then the engine did not tell, and what it wrote is at least what came. */
    readonly promptTokens?: number | undefined;
    readonly evaluatedTokens?: number | undefined;
    readonly generatedTokens: number;
  };
}

/** "Last ghost text: 180 ms, 3 tokens read, at least 12 written." */
export function tellLastShown({ ms, usage }: LastShown): string {
  if (usage === undefined) return l10n.t('Last ghost text: {0} ms, without asking the model.', ms);
  const { promptTokens, evaluatedTokens, generatedTokens } = usage;
  const isWhole = promptTokens !== undefined;
  const written = isWhole
    ? l10n.t('{0} tokens written', generatedTokens)
    : l10n.t('at least {0} tokens written', generatedTokens);
  return evaluatedTokens === undefined
    ? l10n.t('Last ghost text: {0} ms, {1}.', ms, written)
    : l10n.t('Last ghost text: {0} ms, {1} tokens read, {2}.', ms, evaluatedTokens, written);
}

/** "12 of 40 taken today, 10 kept." */
export const tellCount = ({ shown, taken, kept }: DayCount): string =>
  l10n.t('{0} of {1} taken today, {2} kept.', taken, shown, kept);
