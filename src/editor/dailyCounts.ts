/** What became of the ghost text of a day. */
export interface DayCount {
  readonly shown: number;
  readonly taken: number;
  /** Of those taken, the ones still there after 30 seconds. */
  readonly kept: number;
  /** The same after 5 minutes. */
  readonly keptLong: number;
}

export type Counted = keyof DayCount;

/** Counts by day, "2026-11-26". */
export type DailyCounts = Readonly<Record<string, DayCount>>;

export const nothingCounted: DayCount = { shown: 0, taken: 0, kept: 0, keptLong: 0 };

/** Days remembered. */
const remembered = 30;

/** One more of something; days long past are forgotten. */
export function counted(counts: DailyCounts, day: string, what: Counted): DailyCounts {
  const today = counts[day] ?? nothingCounted;
  const days = Object.entries({ ...counts, [day]: { ...today, [what]: today[what] + 1 } });
  return Object.fromEntries(days.toSorted(([one], [other]) => (one < other ? -1 : 1)).slice(-remembered));
}

/** All days together. */
export const totalOf = (counts: DailyCounts): DayCount =>
  Object.values(counts).reduce(
    (sum, day) => ({
      shown: sum.shown + day.shown,
      taken: sum.taken + day.taken,
      kept: sum.kept + day.kept,
      keptLong: sum.keptLong + day.keptLong,
    }),
    nothingCounted,
  );

/** The day as the person's calendar has it. */
export function dayOf(date: Date): string {
  const digits = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${digits(date.getMonth() + 1)}-${digits(date.getDate())}`;
}

/** Counts as they are stored; a day that is not understood is left out. */
export function parseCounts(stored: unknown): DailyCounts {
  if (typeof stored !== 'object' || stored === null) return {};
  const days = Object.entries(stored).filter(
    (entry): entry is [string, DayCount] => /^\d{4}-\d\d-\d\d$/.test(entry[0]) && isDayCount(entry[1]),
  );
  return Object.fromEntries(days);
}

const isDayCount = (value: unknown): value is DayCount =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(nothingCounted).every(name => Number.isSafeInteger(Reflect.get(value, name)));
