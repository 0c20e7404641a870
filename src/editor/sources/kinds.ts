import { l10n } from 'vscode';
import type { SuggestionView } from '../../shared/chat.ts';

/** What can always be chosen, by ids that `attach` knows. */
const kinds = (): readonly SuggestionView[] => [
  { id: 'selection', kind: 'selection', label: l10n.t('Selection'), detail: l10n.t('what is selected in the editor') },
  { id: 'currentFile', kind: 'file', label: l10n.t('Current file'), detail: l10n.t('all of the file in the editor') },
  {
    id: 'problems',
    kind: 'problems',
    label: l10n.t('Problems'),
    detail: l10n.t('errors and warnings of the workspace'),
  },
  {
    id: 'terminal',
    kind: 'terminal',
    label: l10n.t('Terminal selection'),
    detail: l10n.t('what is selected in the terminal'),
  },
  { id: 'changes', kind: 'changes', label: l10n.t('Git changes'), detail: l10n.t('what is not committed yet') },
  { id: 'search', kind: 'search', label: l10n.t('Search results'), detail: l10n.t('all that the search view shows') },
  {
    id: 'folder',
    kind: 'folder',
    label: l10n.t('Folder…'),
    detail: l10n.t('names of its files, and the small ones whole'),
  },
  { id: 'notes', kind: 'notes', label: l10n.t('Notes'), detail: l10n.t('what Deepwell was asked to remember') },
];

/** The kinds with a word that begins with the letters after "#", by their name here or in English. */
export const suggestedKinds = (query: string): readonly SuggestionView[] =>
  kinds().filter(({ id, label }) =>
    [...label.split(/\s+/), id].some(word => word.toLowerCase().startsWith(query.toLowerCase())),
  );
