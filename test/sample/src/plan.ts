import { maySail, type Boat } from './boat.ts';
import { minutesInDay, type Minutes } from './clock.ts';
import type { Harbour } from './harbour.ts';
import { timetable } from './timetable.ts';

/** The full hours of the day at which the boat may sail. */
export function sailingHours(boat: Boat, harbour: Harbour): Minutes[] {
  const times = timetable(harbour).map(row => row.time);
  return times.filter(time => maySail(boat, harbour, time));
}

/** The first time from `earliest` on at which the boat may sail; undefined when there is none that day. */
export function firstDeparture(boat: Boat, harbour: Harbour, earliest: Minutes): Minutes | undefined {
  // Try every minute until midnight.
  return undefined;
}
