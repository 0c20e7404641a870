import type { AttachmentKind } from '../shared/chat.ts';
import type { IconName } from './icon.tsx';

/** The glyph before an attachment's words, so that kinds are told apart at a glance. */
export const chipIcon: Readonly<Record<AttachmentKind, IconName>> = {
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
};
