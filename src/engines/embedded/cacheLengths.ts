import type { ModelFile } from './modelFile.ts';

/** How many tokens the caches of a model hold. */
export interface CacheLengths {
  readonly main: number;
  /** 0: there is none. */
  readonly quick: number;
  /** Both together: what takes memory. */
  readonly all: number;
}

/** The quick cache may take this share of the whole; of a shorter whole the main cache needs everything. */
const mostQuick = 1 / 4;

/** `wanted` is the length that was configured for all caches together; the family's own where absent. */
export function cacheLengths({ family, facts }: Pick<ModelFile, 'family' | 'facts'>, wanted?: number): CacheLengths {
  const all = Math.min(wanted ?? family.contextLength, facts.contextLength);
  const { quickLength = 0 } = family;
  const quick = quickLength <= all * mostQuick ? quickLength : 0;
  return { main: all - quick, quick, all };
}
