import type { Minutes } from './clock.ts';
import { tidalRange, type Harbour } from './harbour.ts';

/** From one high tide to the next: 12 hours and 25 minutes. */
export const tideCycle: Minutes = 745;

/** Metres of water in the harbour at a time of day. */
export function tideAt(harbour: Harbour, time: Minutes): number {
  const phase = ((time - harbour.firstHigh) / tideCycle) * 2 * Math.PI;
  const middle = (harbour.lowWater + harbour.highWater) / 2;
  return middle + (tidalRange(harbour) / 2) * Math.cos(phase);
}

/** True while the water is coming in. */
export function isRising(harbour: Harbour, time: Minutes): boolean {
  return tideAt(harbour, time + 1) > tideAt(harbour, time);
}

/** The next high tide at or after a time of day. */
export function nextHighTide(harbour: Harbour, time: Minutes): Minutes {
  let high = harbour.firstHigh;
  while (high < time) {
    high += tideCycle;
  }
  return high;
}
