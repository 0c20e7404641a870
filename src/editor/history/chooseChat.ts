import { type QuickInputButton, type QuickPickItem, QuickPickItemKind, ThemeIcon, l10n, window } from 'vscode';
import type { Chat } from '../../chat/turns.ts';
import { byAge } from './ages.ts';
import type { ChatStore, Hit, Summary } from './chatStore.ts';
import { tellAge, tellChat, titleOf } from './tellChat.ts';
import { TextHits } from './textHits.ts';

type Action = 'open' | 'rename' | 'export' | 'delete';

interface Choice {
  readonly action: Action;
  readonly summary: Summary;
  /** What was typed, so that the list can be shown again as it was. */
  readonly words: string;
}

interface Button extends QuickInputButton {
  readonly action: Action;
}

interface Item extends QuickPickItem {
  /** Absent for a separator. */
  readonly summary?: Summary;
  readonly buttons?: readonly Button[];
}

export interface ListParts {
  readonly store: Pick<ChatStore, 'list' | 'search'>;
  /** Name of the workspace; empty without one. Its chats come first. */
  readonly workspace: string;
  readonly now: () => number;
  /** The chat in the view as it is at this moment. */
  readonly current: () => Chat | undefined;
}

/** Lists the chats; typing narrows them by title and looks into their texts. Undefined where none was chosen. */
export async function chooseChat(parts: ListParts, words: string): Promise<Choice | undefined> {
  const pick = window.createQuickPick<Item>();
  pick.title = l10n.t('Chats');
  pick.placeholder = l10n.t('Type to find a chat by its title or its text');
  pick.matchOnDetail = true;
  pick.keepScrollPosition = true;
  pick.value = words;
  const chosen = Promise.withResolvers<Choice | undefined>();
  const choose = (action: Action, summary: Summary | undefined): void => {
    if (summary !== undefined) chosen.resolve({ action, summary, words: pick.value });
  };
  let listed: readonly Item[] = [];
  const hits = new TextHits(parts.store, found => {
    pick.items = [...listed, ...itemsOf(found, parts.now())];
    pick.busy = hits.isSearching;
  });
  pick.onDidChangeValue(value => hits.searchFor(value));
  pick.onDidAccept(() => choose('open', pick.selectedItems[0]?.summary));
  pick.onDidTriggerItemButton(({ item, button }) => choose((button as Button).action, item.summary));
  pick.onDidHide(() => chosen.resolve(undefined));
  pick.busy = true;
  pick.show();
  try {
    listed = listItems(await parts.store.list(), parts);
    hits.searchFor(words);
    return await chosen.promise;
  } finally {
    hits.stop();
    pick.dispose();
  }
}

function listItems(summaries: readonly Summary[], { workspace, now, current }: ListParts): readonly Item[] {
  if (summaries.length === 0) return [{ label: l10n.t('No chats yet') }];
  const shown = current()?.id;
  return byAge(summaries, workspace, now()).flatMap(({ age, items }) => [
    separator(tellAge(age)),
    ...items.map(summary => itemOf(summary, now(), summary.preview, summary.id === shown)),
  ]);
}

/** Titles are found by the list itself. */
function itemsOf(hits: readonly Hit[], now: number): readonly Item[] {
  if (hits.length === 0) return [];
  const items = hits.map(({ summary, snippet }) => ({ ...itemOf(summary, now, snippet, false), alwaysShow: true }));
  return [separator(l10n.t('In the text')), ...items];
}

const separator = (label: string): Item => ({ label, kind: QuickPickItemKind.Separator });

const itemOf = (summary: Summary, now: number, detail: string, isShown: boolean): Item => ({
  label: asLetters(titleOf(summary)),
  description: isShown ? `${tellChat(summary, now)} · ${l10n.t('open')}` : tellChat(summary, now),
  // The title is the beginning of the first question: the same words twice tell nothing.
  ...(detail !== summary.title && { detail: asLetters(detail) }),
  summary,
  buttons: buttons(),
});

/** A list draws "$(name)" as an icon, and in code that is a call: `$(document)`. */
const asLetters = (text: string): string => text.replace(/\$(?=\([\w~-]+\))/g, String.raw`\$`);

const buttons = (): readonly Button[] => [
  { action: 'rename', iconPath: new ThemeIcon('edit'), tooltip: l10n.t('Rename') },
  { action: 'export', iconPath: new ThemeIcon('export'), tooltip: l10n.t('Export') },
  { action: 'delete', iconPath: new ThemeIcon('trash'), tooltip: l10n.t('Delete') },
];
