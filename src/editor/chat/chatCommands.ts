import { l10n, window, workspace } from 'vscode';
import { conversationText } from '../../chat/history/conversationText.ts';
import type { ChatStore } from '../history/chatStore.ts';
import { exportChat } from '../history/exportChat.ts';
import { showHistory } from '../history/historyPick.ts';
import { importChat } from '../history/importChat.ts';
import type { ShownTexts } from '../shownTexts.ts';
import { openNotes } from '../sources/notes.ts';
import { chatHelp } from './help.ts';
import type { SidebarChat } from './sidebarChat.ts';

/** The commands about chats, each by its name in package.json. */
export const chatCommands = (
  chat: SidebarChat,
  store: ChatStore,
  texts: ShownTexts,
): Readonly<Record<string, () => unknown>> => ({
  'deepwell.newChat': () => chat.newChat(),
  'deepwell.showHistory': () =>
    showHistory({
      store,
      workspace: workspace.name ?? '',
      now: Date.now,
      open: id => chat.show(id),
      current: () => chat.open.session.chat,
      removed: id => chat.open.forget(id),
      renamed: (id, title) => chat.open.renamed(id, title),
    }),
  'deepwell.exportChat': () => exportOpenChat(chat),
  'deepwell.importChat': async () => {
    const id = await importChat(store);
    if (id !== undefined) await chat.show(id);
  },
  'deepwell.openConversationAsText': () => texts.show(l10n.t('Conversation'), conversationText(chat.open.session.chat)),
  'deepwell.chatHelp': () => texts.show(l10n.t('Chat Help'), chatHelp()),
  'deepwell.openNotes': async () => {
    const { problem } = await openNotes(AbortSignal.timeout(patience));
    if (problem !== undefined) void window.showWarningMessage(problem);
  },
});

/** Milliseconds to look for the notes. */
const patience = 10_000;

async function exportOpenChat({ open }: SidebarChat): Promise<void> {
  const { chat } = open.session;
  if (chat.turns.length > 0) return exportChat(chat);
  void window.showInformationMessage(l10n.t('This chat is empty. Open one from the history to export it.'));
}
