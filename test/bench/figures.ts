/** A measured number. Figures say what is; no test passes or fails by them. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The most it should be. */
  readonly limit?: number;
  /** The least it should be. */
  readonly least?: number;
}

export function print(figures: readonly Figure[]): void {
  for (const { what, value, unit, limit, least } of figures) {
    const rounded = String(Math.round(value * digits(unit)) / digits(unit)).padStart(10);
    const bounds = [
      ...(limit === undefined ? [] : [`limit ${limit}${value <= limit ? '' : ', EXCEEDED'}`]),
      ...(least === undefined ? [] : [`at least ${least}${value >= least ? '' : ', MISSED'}`]),
    ];
    console.log(`${what.padEnd(66)} ${rounded} ${unit}${bounds.length > 0 ? `  (${bounds.join(', ')})` : ''}`);
  }
}

const digits = (unit: string): number => (unit === ratio || unit === 'GB' ? 100 : 10);

/** The unit of a figure divided by another. */
export const ratio = '×';

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The value that this share of them lies below. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
