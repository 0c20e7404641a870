import type { BranchView } from '../shared/chat.ts';
import type { Chat, Turn } from './turns.ts';

/** A chat without a question. */
export const blankChat = (id: string, now: number, workspace = ''): Chat => ({
  id,
  title: '',
  createdAt: now,
  updatedAt: now,
  workspace,
  turns: [],
  shown: {},
  openedByHand: {},
});

/** The turns that are shown, from the first question on: of each branch the one that was chosen, else the newest. */
export function shownPath(chat: Chat): readonly Turn[] {
  const children = childrenOf(chat);
  const path: Turn[] = [];
  for (let parent = ''; ;) {
    const turn = shownChild(chat, children, parent);
    if (turn === undefined) return path;
    path.push(turn);
    parent = turn.id;
  }
}

/** The turns up to and with this one. */
export function pathTo(chat: Chat, id: string): readonly Turn[] {
  const byId = new Map(chat.turns.map(turn => [turn.id, turn]));
  const path: Turn[] = [];
  for (let turn = byId.get(id); turn !== undefined; turn = byId.get(turn.parent ?? '')) path.unshift(turn);
  return path;
}

export const turnOf = (chat: Chat, id: string): Turn | undefined => chat.turns.find(turn => turn.id === id);

/** Which of its siblings a turn is; undefined where it has none. */
export function branchOf(chat: Chat, turn: Turn): BranchView | undefined {
  const siblings = siblingsOf(chat, turn);
  const at = siblings.findIndex(({ id }) => id === turn.id);
  return siblings.length > 1 ? { number: at + 1, count: siblings.length } : undefined;
}

/** The chat with one more turn, which is shown. */
export const withTurn = (chat: Chat, turn: Turn): Chat => ({
  ...chat,
  turns: [...chat.turns, turn],
  shown: { ...chat.shown, [turn.parent ?? '']: turn.id },
});

/** The chat with a turn as it is now. */
export const withChanged = (chat: Chat, turn: Turn): Chat => ({
  ...chat,
  turns: chat.turns.map(before => (before.id === turn.id ? turn : before)),
});

/** The chat without a turn that nothing follows. */
export const withoutTurn = (chat: Chat, id: string): Chat => ({
  ...chat,
  turns: chat.turns.filter(turn => turn.id !== id),
  shown: Object.fromEntries(Object.entries(chat.shown).filter(([, shown]) => shown !== id)),
});

/** The chat with another branch shown. A number that there is not changes nothing. */
export function withBranch(chat: Chat, id: string, number: number): Chat {
  const turn = turnOf(chat, id);
  const chosen = turn && siblingsOf(chat, turn)[number - 1];
  return chosen === undefined ? chat : { ...chat, shown: { ...chat.shown, [chosen.parent ?? '']: chosen.id } };
}

/** An id that was never used in the chat. */
export const nextId = (chat: Chat): string =>
  String(1 + chat.turns.reduce((highest, { id }) => Math.max(highest, Number(id) || 0), 0));

/** Characters of a title at most. */
const longestTitle = 60;

/** The first line of a question in whole words. */
export function titleOf(question: string): string {
  const line = question.trim().split('\n')[0]?.trim() ?? '';
  if (line.length <= longestTitle) return line;
  const cut = line.slice(0, longestTitle);
  const end = cut.lastIndexOf(' ');
  // Chinese has no spaces between words.
  return `${(end > longestTitle / 2 ? cut.slice(0, end) : cut).trimEnd()}…`;
}

const siblingsOf = (chat: Chat, { parent }: Turn): readonly Turn[] =>
  chat.turns.filter(turn => (turn.parent ?? '') === (parent ?? ''));

function childrenOf(chat: Chat): ReadonlyMap<string, readonly Turn[]> {
  return Map.groupBy(chat.turns, ({ parent }) => parent ?? '');
}

function shownChild(chat: Chat, children: ReadonlyMap<string, readonly Turn[]>, parent: string): Turn | undefined {
  const candidates = children.get(parent) ?? [];
  return candidates.find(({ id }) => id === chat.shown[parent]) ?? candidates.at(-1);
}
