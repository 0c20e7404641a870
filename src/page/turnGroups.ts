import type { TurnView } from '../shared/chat.ts';

/** Turns in a group: a long chat and a group both have few enough parts to be compared in no time. */
const size = 40;

/** The turns in groups; a group in which nothing changed is the same array as before, and need not be looked at again. */
export function regroup(
  before: readonly (readonly TurnView[])[],
  turns: readonly TurnView[],
): readonly (readonly TurnView[])[] {
  return Array.from({ length: Math.ceil(turns.length / size) }, (_, at) => {
    const group = turns.slice(at * size, (at + 1) * size);
    const old = before[at];
    return old?.length === group.length && old.every((turn, place) => turn === group[place]) ? old : group;
  });
}

export const groupStart = (group: number): number => group * size;
