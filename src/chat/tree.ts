import type { BranchView } from '../shared/chat.ts';
import type { Chat, Turn } from './turns.ts';

/** Turns that follow the same turn, in the order they were made, by the id of that turn ("" for first questions). */
export type Branches = ReadonlyMap<string, readonly Turn[]>;

const root = '';

const keyOf = ({ parent }: Turn): string => parent ?? root;

/** A chat without a turn. `at` is in milliseconds since 1970. */
export const emptyChat = (id: string, at: number, workspace: string): Chat => ({
  id,
  title: '',
  createdAt: at,
  updatedAt: at,
  workspace,
  turns: [],
  shown: {},
  openedByHand: {},
});

export function branchesOf({ turns }: Pick<Chat, 'turns'>): Branches {
  const branches = new Map<string, Turn[]>();
  for (const turn of turns) {
    const siblings = branches.get(keyOf(turn));
    if (siblings === undefined) branches.set(keyOf(turn), [turn]);
    else siblings.push(turn);
  }
  return branches;
}

/** The turns that are shown, from a first question on; of each branch the chosen one, or else the newest. */
export function shownPath(chat: Pick<Chat, 'turns' | 'shown'>, branches = branchesOf(chat)): readonly Turn[] {
  const path: Turn[] = [];
  // Ids that a damaged file has twice must not lead in circles.
  while (path.length < chat.turns.length) {
    const next = shownAfter(path.at(-1)?.id ?? root, chat, branches);
    if (next === undefined) break;
    path.push(next);
  }
  return path;
}

function shownAfter(id: string, { shown }: Pick<Chat, 'shown'>, branches: Branches): Turn | undefined {
  const siblings = branches.get(id) ?? [];
  const chosen = Object.hasOwn(shown, id) ? shown[id] : undefined;
  return siblings.find(turn => turn.id === chosen) ?? siblings.at(-1);
}

/** The turns from a first question to the turn `id`; empty for an unknown id. */
export function pathTo(id: string, { turns }: Pick<Chat, 'turns'>): readonly Turn[] {
  const byId = new Map(turns.map(turn => [turn.id, turn]));
  const path: Turn[] = [];
  for (let turn = byId.get(id); turn !== undefined && path.length < turns.length;) {
    path.push(turn);
    turn = turn.parent === undefined ? undefined : byId.get(turn.parent);
  }
  return path.reverse();
}

/** Which of its branches a turn is; undefined where there is only one. */
export function branchOf(turn: Turn, branches: Branches): BranchView | undefined {
  const siblings = branches.get(keyOf(turn)) ?? [];
  const number = siblings.findIndex(({ id }) => id === turn.id) + 1;
  return siblings.length > 1 && number > 0 ? { number, count: siblings.length } : undefined;
}

/** Adds a turn, as a branch where its parent has others, and shows it. */
export const withTurn = (chat: Chat, turn: Turn): Chat => ({
  ...chat,
  turns: [...chat.turns, turn],
  shown: { ...chat.shown, [keyOf(turn)]: turn.id },
});

/** Puts what became of a turn into its place. */
export const withChanged = (chat: Chat, changed: Turn): Chat => ({
  ...chat,
  turns: chat.turns.map(turn => (turn.id === changed.id ? changed : turn)),
});

/** Shows the branch `number`, from 1, of the turn `id` instead of it; undefined where there is none. */
export function withBranchShown(chat: Chat, id: string, number: number): Chat | undefined {
  const turn = chat.turns.find(one => one.id === id);
  const chosen = turn && branchesOf(chat).get(keyOf(turn))?.[number - 1];
  return chosen && { ...chat, shown: { ...chat.shown, [keyOf(chosen)]: chosen.id } };
}

/** The highest number among the ids of a chat; ids of other forms count as 0. */
export const highestId = ({ turns }: Pick<Chat, 'turns'>): number =>
  turns.reduce((highest, { id }) => (/^\d{1,15}$/.test(id) ? Math.max(highest, Number(id)) : highest), 0);

const longestTitle = 60;

/** The first line of a question, in whole words as far as they fit. */
export function titleOf(question: string): string {
  const line = (/\S.*/.exec(question)?.[0] ?? '').replaceAll(/\s+/g, ' ').trim();
  if (line.length <= longestTitle) return line;
  // With one character beyond the room for words, so that a word which ends just there stays.
  const words = line.slice(0, longestTitle).replace(/\s\S*$/, '');
  const isOneWord = words.length === longestTitle;
  return `${isOneWord ? wholeCharacters(words.slice(0, -1)) : words}…`;
}

/** Without half a surrogate pair at the end. */
const wholeCharacters = (text: string): string => text.replace(/[\uD800-\uDBFF]$/, '');
