import type { Chat, Turn } from '../turns.ts';

/** The turns a reader of the chat sees, from the first question on: of each branch the shown one, or else the newest. */
export function shownTurns({ turns, shown }: Pick<Chat, 'turns' | 'shown'>): readonly Turn[] {
  const byId = new Map(turns.map(turn => [turn.id, turn]));
  const newest = new Map(turns.map(turn => [turn.parent ?? '', turn]));
  const path: Turn[] = [];
  for (let parent = ''; ;) {
    const chosen = byId.get(Object.hasOwn(shown, parent) ? (shown[parent] ?? '') : '');
    const next = chosen !== undefined && (chosen.parent ?? '') === parent ? chosen : newest.get(parent);
    if (next === undefined) return path;
    path.push(next);
    parent = next.id;
  }
}
