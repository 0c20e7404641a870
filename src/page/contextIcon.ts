import type { SuggestionView } from '../shared/chat.ts';
import type { IconName } from './icon.tsx';

/** The icon of a piece of context or of a command. */
export const contextIcon: Readonly<Record<SuggestionView['kind'], IconName>> = {
  selection: 'file-code',
  file: 'file-code',
  folder: 'folder',
  symbol: 'symbol-method',
  problems: 'warning',
  terminal: 'terminal',
  changes: 'git-compare',
  search: 'search',
  rules: 'law',
  notes: 'note',
  command: 'zap',
  prompt: 'book',
};
