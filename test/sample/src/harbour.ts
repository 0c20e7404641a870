import { parseTime, type Minutes } from './clock.ts';

export interface Harbour {
  readonly name: string;
  /** Metres of water at low tide. */
  readonly lowWater: number;
  /** Metres of water at high tide. */
  readonly highWater: number;
  /** The first high tide of the day. */
  readonly firstHigh: Minutes;
}

export const harbours: readonly Harbour[] = [
  { name: 'Gull Bay', lowWater: 1.2, highWater: 5.4, firstHigh: parseTime('6:40') },
  { name: 'Seal Point', lowWater: 0.8, highWater: 4.2, firstHigh: parseTime('7:15') },
  { name: 'Lantern Quay', lowWater: 2.5, highWater: 6.1, firstHigh: parseTime('5:50') },
];

/** Finds a harbour by its name, in capitals or not. */
export function findHarbour(name: string): Harbour | undefined {
  const wanted = name.trim().toLowerCase();
  return harbours.find(harbour => harbour.name.toLowerCase() === wanted);
}

/** How many metres the water rises between low and high tide. */
export function tidalRange(harbour: Harbour): number {
  return harbour.highWater - harbour.lowWater;
}
