import { l10n, window } from 'vscode';
import { cutTo, unixText } from '../../context/attachedText.ts';
import type { Attachment } from '../../prompt/attachments.ts';
import type { BorrowedClipboard } from './borrowedClipboard.ts';
import { Refused } from './refusal.ts';

/** Characters of a terminal's text or of a search. */
const most = 100_000;

/** What is selected in the terminal. Extensions have no other way to it than the command that copies it. */
export async function attachedTerminal(clipboard: BorrowedClipboard, signal: AbortSignal): Promise<Attachment> {
  const terminal = window.activeTerminal;
  const copied = terminal && (await clipboard.copiedBy('workbench.action.terminal.copySelection', signal));
  if (copied === undefined || copied.trim() === '') throw new Refused('noTerminalSelection');
  const label = l10n.t('Terminal selection');
  const { text } = cutTo(unixText(copied), most);
  return { id: 'terminal', kind: 'terminal', label, path: `terminal ${terminal?.name}`, languageId: 'plaintext', text };
}

/** All that the search view found: each file, and below it the lines. */
export async function attachedSearch(clipboard: BorrowedClipboard, signal: AbortSignal): Promise<Attachment> {
  const copied = await clipboard.copiedBy('search.action.copyAll', signal);
  if (copied === undefined || copied.trim() === '') throw new Refused('noSearchResults');
  const { text } = cutTo(unixText(copied), most);
  const label = l10n.t('Search results');
  return { id: 'search', kind: 'search', label, path: 'search results', languageId: 'plaintext', text };
}
