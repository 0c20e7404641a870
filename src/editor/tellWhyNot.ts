import { l10n } from 'vscode';
import { type WhyExcluded, type WhyNotHere, longestLine, mostCharacters } from './whyNotHere.ts';

/** Why there is no ghost text here, in a sentence. */
export function tellWhyNot(why: WhyNotHere): string {
  switch (why.kind) {
    case 'notWritten':
      return l10n.t('There is no ghost text in this kind of document.');
    case 'readOnly':
      return l10n.t('This document is read-only.');
    case 'excluded':
      return tellWhyExcluded(why.why);
    case 'tooLarge':
      return l10n.t(
        'This file is too large for ghost text ({0} MB; limit {1} MB).',
        // Rounded up: "2.0 MB; limit 2 MB" would be no reason.
        (Math.ceil(why.characters / 100_000) / 10).toFixed(1),
        mostCharacters / 1_000_000,
      );
    case 'lineTooLong':
      return l10n.t(
        'A line near the cursor is too long for ghost text ({0} characters; limit {1}).',
        why.characters,
        longestLine,
      );
    case 'off':
      return l10n.t('Completions are off here.');
    case 'offForLanguage':
      return l10n.t('Completions are off here: they are turned off for {0}.', why.languageId);
    case 'inlineSuggestOff':
      return l10n.t('Inline suggestions are turned off in VS Code (editor.inlineSuggest.enabled).');
    case 'onlyByHand':
      return l10n.t('Ghost text comes only when you ask for it by hand.');
    case 'severalCursors':
      return l10n.t('There is no ghost text at several cursors.');
    case 'selecting':
      return l10n.t('There is no ghost text while code is selected.');
  }
}

function tellWhyExcluded(why: WhyExcluded): string {
  switch (why) {
    case 'secret':
      return l10n.t('Files of this name often hold secrets: there is no ghost text in them, and no model reads them.');
    case 'setting':
      return l10n.t('This file is excluded by the setting deepwell.completion.exclude.');
    case 'gitIgnored':
      return l10n.t('This file is excluded by .gitignore (deepwell.completion.excludeGitIgnored).');
  }
}
