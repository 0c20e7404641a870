import type { Minutes } from './clock.ts';
import type { Harbour } from './harbour.ts';
import { tideAt } from './tide.ts';

export interface Boat {
  readonly name: string;
  /** Metres from the waterline down to the keel. */
  readonly draught: number;
}

export const boats: readonly Boat[] = [
  { name: 'Puffin', draught: 0.9 },
  { name: 'Marigold', draught: 2.1 },
  { name: 'Old Bess', draught: 3.4 },
];

/** Metres of water that must stay free under the keel. */
const safety = 0.5;

/** Metres of water under the keel; below zero the boat sits on the sand. */
export function waterUnderKeel(boat: Boat, harbour: Harbour, time: Minutes): number {
  return tideAt(harbour, time) - boat.draught;
}

/** Whether the boat can leave the harbour at this time. */
export function maySail(boat: Boat, harbour: Harbour, time: Minutes): boolean {
  return waterUnderKeel(boat, harbour, time) >= safety;
}
