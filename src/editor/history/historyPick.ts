import { l10n, window } from 'vscode';
import type { ChatStore, Summary } from './chatStore.ts';
import { type ListParts, chooseChat } from './chooseChat.ts';
import { exportChat } from './exportChat.ts';
import { titleOf } from './tellChat.ts';

export interface HistoryParts extends ListParts {
  readonly store: Pick<ChatStore, 'list' | 'search' | 'load' | 'remove' | 'rename'>;
  readonly open: (id: string) => Promise<void>;
  /** Called before a chat goes: a reply that still runs in it has to be stopped, and the chat left. */
  readonly removed: (id: string) => void;
  /** Called before a chat gets another title in its file: the view's own would overwrite it. */
  readonly renamed: (id: string, title: string) => void;
}

/** Shows all chats until one is opened or the person has seen enough: what is done to one leads back to the list. */
export async function showHistory(parts: HistoryParts): Promise<void> {
  for (let words = ''; ;) {
    const choice = await chooseChat(parts, words);
    if (choice === undefined) return;
    const { summary } = choice;
    switch (choice.action) {
      case 'open':
        return parts.open(summary.id);
      case 'rename':
        await rename(parts, summary);
        break;
      case 'export':
        await exportOne(parts, summary);
        break;
      case 'delete':
        await remove(parts, summary);
        break;
    }
    ({ words } = choice);
  }
}

async function rename({ store, renamed }: HistoryParts, { id, title }: Summary): Promise<void> {
  const entered = await window.showInputBox({ title: l10n.t('Rename Chat'), value: title, validateInput: noTitle });
  const wanted = entered?.trim();
  if (wanted === undefined || wanted === title) return;
  renamed(id, wanted);
  await store.rename(id, wanted);
}

const noTitle = (text: string): string | undefined =>
  text.trim() === '' ? l10n.t('A chat needs a title to be found by.') : undefined;

async function exportOne({ store, current }: HistoryParts, { id }: Summary): Promise<void> {
  const shown = current();
  // What is in the view may be a second newer than its file.
  const chat = shown?.id === id ? shown : await store.load(id);
  if (chat !== undefined) await exportChat(chat);
}

async function remove({ store, removed }: HistoryParts, summary: Summary): Promise<void> {
  const yes = l10n.t('Delete');
  const answer = await window.showWarningMessage(
    l10n.t('Delete the chat “{0}”?', titleOf(summary)),
    { modal: true, detail: l10n.t('Its file is removed from this computer. This cannot be undone.') },
    yes,
  );
  if (answer !== yes) return;
  removed(summary.id);
  await store.remove(summary.id);
}
