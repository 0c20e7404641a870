export interface Wind {
  readonly knots: number;
  /** Where it comes from: "south-west". */
  readonly from: string;
}

/** Knots at which each force of the Beaufort scale begins. */
const beaufortScale = [1, 4, 7, 11, 17, 22, 28, 34, 41, 48, 56, 64];

/** The force of a wind, from 0 (calm) to 12 (hurricane). */
export function beaufort(knots: number): number {
  return beaufortScale.filter(start => knots >= start).length;
}

/** Says the wind in words for the notice board. */
export function describeWind(wind: Wind): string {
  const force = beaufort(wind.knots);
  if (force === 0) {
    return 'calm';
  }
  const strength = force < 6 ? 'a breeze' : 'a strong wind';
  return `${strength} from the ${wind.from}, force ${force}`;
}
