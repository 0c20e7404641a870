/** Undefined where it is none: JSON itself has no such value. */
export function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JSON writes a number that is none as null, and the whole chat could not be read for the sake of one figure. */
export const finite = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? 0 : value;
