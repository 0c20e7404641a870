import { env, l10n } from 'vscode';
import type { Flaw } from '../../chat/history/flaw.ts';
import { type Age, ageOf } from './ages.ts';
import type { Summary } from './chatStore.ts';

/** "5 min ago · 3 questions" */
export const tellChat = ({ updatedAt, questions }: Pick<Summary, 'updatedAt' | 'questions'>, now: number): string =>
  `${tellAgo(updatedAt, now)} · ${questions === 1 ? l10n.t('1 question') : l10n.t('{0} questions', questions)}`;

const minute = 60_000;
const hour = 60 * minute;

function tellAgo(time: number, now: number): string {
  const ago = now - time;
  if (ago < minute) return l10n.t('just now');
  if (ago < hour) return l10n.t('{0} min ago', Math.floor(ago / minute));
  if (ageOf(time, now) === 'today') return l10n.t('{0} h ago', Math.floor(ago / hour));
  const date = new Date(time);
  return ageOf(time, now) === 'older'
    ? date.toLocaleDateString(env.language, { dateStyle: 'medium' })
    : date.toLocaleString(env.language, { weekday: 'short', hour: 'numeric', minute: '2-digit' });
}

export function tellAge(age: Age): string {
  switch (age) {
    case 'today':
      return l10n.t('Today');
    case 'yesterday':
      return l10n.t('Yesterday');
    case 'week':
      return l10n.t('Last 7 days');
    case 'older':
      return l10n.t('Older');
  }
}

/** Why a file could not be imported, in one sentence that names it. */
export function tellFlaw(file: string, flaw: Flaw): string {
  switch (flaw.kind) {
    case 'notAChat':
      return l10n.t('{0} is no chat that Deepwell exported: choose a JSON or Markdown file made by Export Chat.', file);
    case 'newer':
      return l10n.t(
        '{0} was exported by a newer Deepwell (format {1}): update Deepwell to import it.',
        file,
        flaw.version,
      );
    case 'cutShort':
      return l10n.t('{0} is cut short: its end is missing.', file);
    case 'field':
      return l10n.t('{0} cannot be imported: “{1}” is missing or is not what it should be.', file, flaw.field);
    case 'misplaced':
      return l10n.t('{0} cannot be imported: message “{1}” follows none that is there.', file, flaw.turn);
  }
}

export const titleOf = ({ title }: Pick<Summary, 'title'>): string => title || l10n.t('Chat without a title');
