import type { EmbeddedEngine } from '../../src/engines/embedded/parent.ts';
import { batchLength } from '../../src/models/fit.ts';
import type { GenerateRequest } from '../../src/shared/engine.ts';
import { timed, withEngine } from './benchEngine.ts';
import { type Figure, median } from './figures.ts';
import { typedFile } from './typedFile.ts';

/** What the engine still does after a completion was aborted while its prompt was being read. */
export const abortFigures = (): Promise<Figure[]> =>
  withEngine(['completion'], async ({ engine }) => {
    const aborts: Abort[] = [];
    await timed(engine, unlike(0));
    for (const readings of [1, 2, 3, 4, 5]) aborts.push(await abortAfter(engine, unlike(readings), readings));
    return [
      {
        what: 'abort while reading: prompt tokens evaluated after it, most',
        value: Math.max(...aborts.map(abort => abort.tokensAfter)),
        unit: 'tokens',
        limit: batchLength,
      },
      {
        what: 'abort while reading: until the next may begin',
        value: median(aborts.map(abort => abort.ms)),
        unit: 'ms',
      },
    ];
  });

/** Prompts that have nothing in common but the begin-of-sentence token. */
const unlike = (number: number): GenerateRequest => ({
  purpose: 'completion',
  prompt: [`${number} ${typedFile.slice(0, 3000)}`],
  maxTokens: 1,
  sampling: { temperature: 0, topP: 1 },
});

interface Abort {
  readonly tokensAfter: number;
  readonly ms: number;
}

/** Aborts when the engine says for the nth time how far it has read; what was read then is in its cache. */
async function abortAfter(engine: EmbeddedEngine, request: GenerateRequest, readings: number): Promise<Abort> {
  const stop = new AbortController();
  let seen = 0;
  let done = 0;
  for await (const piece of engine.generate(request, stop.signal)) {
    if (piece.kind !== 'waiting' || piece.stage !== 'reading') continue;
    done = piece.done ?? 0;
    // Leaving the stream aborts it.
    if (++seen === readings) break;
  }
  stop.abort();
  const start = performance.now();
  let ms = Number.NaN;
  // The same prompt again: what it finds in the cache was read before the abort was seen.
  const { usage } = await timed(engine, request, piece => {
    if (piece.kind === 'waiting' && piece.stage === 'reading' && Number.isNaN(ms)) ms = performance.now() - start;
  });
  const cached = usage.promptTokens - (usage.evaluatedTokens ?? Number.NaN);
  // `done` is of what follows the first token, which was in the cache.
  return { tokensAfter: cached - (1 + Math.round(done * (usage.promptTokens - 1))), ms };
}
