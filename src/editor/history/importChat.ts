import { randomUUID } from 'node:crypto';
import { type Uri, l10n, window, workspace } from 'vscode';
import { chatFromMarkdown } from '../../chat/history/documentReader.ts';
import { chatFromJson } from '../../chat/history/exchange.ts';
import type { Read } from '../../chat/history/flaw.ts';
import type { Chat } from '../../chat/turns.ts';
import type { ChatStore } from './chatStore.ts';
import { tellFlaw } from './tellChat.ts';

/** A file is read and parsed as a whole; the longest of chats has some 20 MB. */
const largest = 100_000_000;

/** Asks for an exported chat and stores it. Returns its id; undefined where nothing was chosen or it could not be read. */
export async function importChat(store: Pick<ChatStore, 'add'>): Promise<string | undefined> {
  const [file] = (await window.showOpenDialog({ filters: filters(), openLabel: l10n.t('Import') })) ?? [];
  if (file === undefined) return undefined;
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  try {
    const { size } = await workspace.fs.stat(file);
    if (size > largest) return refuse(l10n.t('{0} is larger than 100 MB: that is no chat.', name));
    const result = chatFrom(await textOf(file));
    return result.kind === 'flawed' ? refuse(tellFlaw(name, result.flaw)) : await store.add(result.value);
  } catch (error) {
    return refuse(
      l10n.t('{0} could not be imported: {1}', name, error instanceof Error ? error.message : String(error)),
    );
  }
}

const filters = (): Record<string, string[]> => ({ [l10n.t('Exported chats')]: ['json', 'md'] });

const textOf = async (file: Uri): Promise<string> => new TextDecoder().decode(await workspace.fs.readFile(file));

/** The text tells the form: a file may have been given another name. */
const chatFrom = (text: string): Read<Chat> =>
  /^\s*[{[]/.test(text) ? chatFromJson(text) : chatFromMarkdown(text, randomUUID());

function refuse(sentence: string): undefined {
  void window.showErrorMessage(sentence);
}
