/** What decides how much memory a model takes. */
export interface ModelWeight {
  readonly fileBytes: number;
  /** Bytes of the key-value cache for each token of the context. */
  readonly cacheBytesPerToken: number;
  readonly vocabularySize: number;
}

/**
 * Prompt tokens evaluated at once; between two batches an abort is seen. Each batch reads all weights from memory once, which
 * costs the 1.3B model as much as four tokens: batches of 64 have 92 % of the speed of the engine's own of 512, of 96 93 %,
 * of 128 98 %. Larger ones keep an abort waiting, and the engine keeps the scores of the whole vocabulary for each token.
 */
export const batchLength = 128;

/** Bytes of the process itself and of what the layers compute: 185 MB were measured with the 1.3B model, 215 with the 1.5B. */
const baseBytes = 220_000_000;

/** Bytes of memory a model takes with a context of so many tokens, computed on the processor: all of the file is in memory. */
export const memoryNeeded = (
  { fileBytes, cacheBytesPerToken, vocabularySize }: ModelWeight,
  contextLength: number,
): number => fileBytes + cacheBytesPerToken * contextLength + 4 * vocabularySize * batchLength + baseBytes;

/** Shorter than this a context is of no use for a chat or a file. */
const shortest = 1024;

/** The longest context, in steps of 1,024 tokens, with which the model fits into so many bytes; undefined when none does. */
export function contextThatFits(weight: ModelWeight, freeBytes: number): number | undefined {
  const room = freeBytes - memoryNeeded(weight, 0);
  const tokens = weight.cacheBytesPerToken > 0 ? Math.floor(room / weight.cacheBytesPerToken) : 0;
  const steps = Math.floor(tokens / shortest) * shortest;
  return steps >= shortest ? steps : undefined;
}
