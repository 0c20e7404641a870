/** How long ago, in the words of a list: by days of the calendar, not by hours. */
export type Age = 'today' | 'yesterday' | 'week' | 'older';

const oldest: readonly (readonly [days: number, age: Age])[] = [
  [0, 'today'],
  [1, 'yesterday'],
  [7, 'week'],
];

export const ageOf = (time: number, now: number): Age =>
  oldest.find(([days]) => time >= midnight(now, days))?.[1] ?? 'older';

/** The beginning of the day that many days ago. Not a multiple of 24 hours: clocks are set forward and back. */
function midnight(now: number, daysAgo: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysAgo).getTime();
}

interface Dated {
  readonly updatedAt: number;
  readonly workspace: string;
}

/** Newest first by age; within an age this workspace's before all others. Ages without any are left out. */
export function byAge<T extends Dated>(
  newestFirst: readonly T[],
  workspace: string,
  now: number,
): readonly { readonly age: Age; readonly items: readonly T[] }[] {
  const here = newestFirst.filter(one => one.workspace === workspace);
  const elsewhere = newestFirst.filter(one => one.workspace !== workspace);
  const all = [...here, ...elsewhere];
  return (['today', 'yesterday', 'week', 'older'] as const)
    .map(age => ({ age, items: all.filter(one => ageOf(one.updatedAt, now) === age) }))
    .filter(({ items }) => items.length > 0);
}
