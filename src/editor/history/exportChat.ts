import { homedir } from 'node:os';
import { type QuickPickItem, Uri, l10n, window, workspace } from 'vscode';
import { chatAsJson } from '../../chat/history/exchange.ts';
import { chatAsMarkdown } from '../../chat/history/markdown.ts';
import type { Chat } from '../../chat/turns.ts';
import { titleOf } from './tellChat.ts';

interface Form extends QuickPickItem {
  readonly extension: 'md' | 'json';
  readonly write: (chat: Chat) => string;
}

const forms = (): readonly Form[] => [
  {
    label: l10n.t('Markdown with folded reasoning'),
    detail: l10n.t('The shown branch, for reading. The reasoning opens with a click.'),
    extension: 'md',
    write: chat => chatAsMarkdown(chat, { thoughts: 'details' }),
  },
  {
    label: l10n.t('Markdown with <think> tags'),
    detail: l10n.t('The shown branch, with the reasoning in the tags of DeepSeek.'),
    extension: 'md',
    write: chat => chatAsMarkdown(chat, { thoughts: 'tags' }),
  },
  {
    label: 'JSON',
    detail: l10n.t('All branches and all that is known of them, for importing again.'),
    extension: 'json',
    write: chatAsJson,
  },
];

/** Asks for a form and a place and writes the chat there. */
export async function exportChat(chat: Chat): Promise<void> {
  const form = await window.showQuickPick(forms(), { title: l10n.t('Export “{0}”', titleOf(chat)) });
  if (form === undefined) return;
  const target = await window.showSaveDialog({
    defaultUri: Uri.joinPath(folderToStart(), `${fileNameOf(titleOf(chat))}.${form.extension}`),
    filters: form.extension === 'json' ? { JSON: ['json'] } : { Markdown: ['md'] },
    saveLabel: l10n.t('Export'),
  });
  if (target === undefined) return;
  try {
    await workspace.fs.writeFile(target, new TextEncoder().encode(form.write(chat)));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(l10n.t('The chat could not be written to {0}: {1}', target.fsPath, why));
  }
}

const folderToStart = (): Uri => workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir());

const longestName = 60;

/** What each file system takes for a name. */
const fileNameOf = (title: string): string =>
  title
    .replace(/[^\p{L}\p{N}\p{M} _-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, longestName)
    .trim() || 'chat';
