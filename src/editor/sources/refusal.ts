import { l10n } from 'vscode';

/** Why something was not attached. "declined": the person was asked and said no. */
export type WhyRefused =
  | 'image'
  | 'binary'
  | 'tooLarge'
  | 'empty'
  | 'missing'
  | 'declined'
  | 'nothingSelected'
  | 'noEditor'
  | 'noProblems'
  | 'noTerminalSelection'
  | 'noChanges'
  | 'noGit'
  | 'noSearchResults'
  | 'noNotes'
  | 'noSuchCommand'
  | 'unknown';

/** Thrown where something cannot be attached; `what` names it. */
export class Refused extends Error {
  readonly why: WhyRefused;
  readonly what: string;

  constructor(why: WhyRefused, what = '') {
    super(why);
    this.why = why;
    this.what = what;
  }
}

/** One sentence for the person. */
export function tellRefused({ why, what }: Refused): string {
  switch (why) {
    case 'image':
      return l10n.t('Images cannot be read by these models; paste the text of {0} instead.', what);
    case 'binary':
      return l10n.t('{0} is not a text file, so it cannot be attached.', what);
    case 'tooLarge':
      return l10n.t('{0} is too large to attach whole; select the part you mean and attach that.', what);
    case 'empty':
      return l10n.t('{0} is empty, so there is nothing to attach.', what);
    case 'missing':
      return l10n.t('{0} cannot be read; it may have been moved or deleted.', what);
    case 'declined':
      return l10n.t('{0} was not attached.', what);
    case 'nothingSelected':
      return l10n.t('Nothing is selected in the editor; select some code first.');
    case 'noEditor':
      return l10n.t('No file is open in the editor; open one first.');
    case 'noProblems':
      return l10n.t('The editor shows no problems in this workspace.');
    case 'noTerminalSelection':
      return l10n.t('Nothing is selected in the terminal; select some of its text first.');
    case 'noChanges':
      return l10n.t('Git sees no changes in this workspace.');
    case 'noGit':
      return l10n.t('No Git repository can be read here: Git is turned off, not installed, or the folder has none.');
    case 'noSearchResults':
      return l10n.t('The search view shows no results; search for something first.');
    case 'noNotes':
      return l10n.t('There are no notes yet; write “/remember” and what to remember.');
    case 'noSuchCommand':
      return l10n.t('There is no command {0}; put a space before it to send it as text.', what);
    case 'unknown':
      return l10n.t('This cannot be attached any more; choose it again from the list.');
  }
}

/** One sentence for all that was refused at once. */
export function tellAllRefused(refused: readonly Refused[]): string | undefined {
  const [first] = refused;
  if (first === undefined) return undefined;
  if (refused.length === 1) return tellRefused(first);
  const each = refused.map(({ why, what }) => l10n.t('{0} ({1})', what, reason(why)));
  return l10n.t('Not attached: {0}.', each.join(', '));
}

function reason(why: WhyRefused): string {
  if (why === 'image') return l10n.t('images cannot be read by these models');
  if (why === 'binary') return l10n.t('not a text file');
  if (why === 'tooLarge') return l10n.t('too large');
  if (why === 'empty') return l10n.t('empty');
  return why === 'declined' ? l10n.t('you said no') : l10n.t('cannot be read');
}
