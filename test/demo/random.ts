/** Repeatable chance (mulberry32), so that the same sources always make the same samples. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  next(): number;
  pick<Item>(items: readonly Item[]): Item;
  /** At most `count` of the items, in their order. */
  some<Item>(items: readonly Item[], count: number): Item[];
}

export function seededRandom(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(next() * items.length)];
    if (item === undefined) throw new Error('There is nothing to pick from.');
    return item;
  };
  const some = <Item>(items: readonly Item[], count: number): Item[] => {
    const chosen = new Set(items.keys());
    while (chosen.size > count) chosen.delete(pick([...chosen]));
    return items.filter((_, index) => chosen.has(index));
  };
  return { next, pick, some };
}
