/** How soon a file that the engine has not seen has its first ghost text, and what reading its long prompt ahead costs. */
import { availableParallelism } from 'node:os';
import type { EmbeddedEngine } from '../../src/engines/embedded/parent.ts';
import type { GenerateRequest, Usage } from '../../src/shared/engine.ts';
import { firstToken, never, type Timing, timed, withEngine } from './benchEngine.ts';
import { type Figure, median } from './figures.ts';
import { benchBudget, completionAt, quickCompletionAt } from './requests.ts';

const cores = availableParallelism();

/** As few as there can be, as many as the engine takes by itself, and all there are. */
const threadCounts = [...new Set([1, Math.max(1, cores - 1), cores])];

const files = ['src/a.ts', 'src/b.ts'];

export async function coldStartFigures(): Promise<Figure[]> {
  const all: Figure[] = [];
  for (const threads of threadCounts)
    all.push(...(await withEngine(['completion'], ({ engine }) => figuresWith(engine, threads), { threads })));
  return all;
}

async function figuresWith(engine: EmbeddedEngine, threads: number): Promise<Figure[]> {
  const quick: Timing[] = [];
  const ahead: Reading[] = [];
  const meanwhile: Timing[] = [];
  const full: Timing[] = [];
  for (const path of files) {
    quick.push(await timed(engine, quickCompletionAt({ path, typed: 20 }, 1)));
    const request = completionAt({ path, typed: 20, budget: benchBudget }, 1);
    ahead.push(
      await readAhead(engine, request, async () => {
        meanwhile.push(await timed(engine, quickCompletionAt({ path, typed: 21 }, 1)));
      }),
    );
    full.push(await timed(engine, request));
  }
  const label = `cold start, ${threads} thread${threads === 1 ? '' : 's'}`;
  const speeds = ahead.map(({ usage, ms }) => ((usage.evaluatedTokens ?? Number.NaN) / ms) * 1000);
  return [
    { what: `${label}: tokens of the quick prompt`, value: promptTokens(quick), unit: 'tokens' },
    { what: `${label}: first token of it`, value: median(quick.map(firstToken)), unit: 'ms', limit: 2000 },
    { what: `${label}: tokens of the full prompt`, value: promptTokens(full), unit: 'tokens' },
    { what: `${label}: reading it ahead`, value: median(ahead.map(({ ms }) => ms)), unit: 'ms' },
    { what: `${label}: reading it ahead`, value: median(speeds), unit: 'tokens/s' },
    { what: `${label}: quick first token, a key meanwhile`, value: median(meanwhile.map(firstToken)), unit: 'ms' },
    { what: `${label}: first token of the full prompt then`, value: median(full.map(firstToken)), unit: 'ms' },
  ];
}

const promptTokens = (timings: readonly Timing[]): number => median(timings.map(({ usage }) => usage.promptTokens));

interface Reading {
  readonly usage: Usage;
  /** Without what came meanwhile. */
  readonly ms: number;
}

/** Reads a prompt ahead; half-way `meanwhile` happens. */
async function readAhead(
  engine: EmbeddedEngine,
  request: GenerateRequest,
  meanwhile: () => Promise<void>,
): Promise<Reading> {
  const start = performance.now();
  let half: Promise<number> | undefined;
  for await (const piece of engine.generate({ ...request, maxTokens: 0 }, never)) {
    if (piece.kind === 'waiting' && (piece.done ?? 0) >= 0.5) half ??= lasting(meanwhile);
    if (piece.kind === 'end') {
      const ms = performance.now() - start;
      return { usage: piece.usage, ms: ms - ((await half) ?? 0) };
    }
  }
  throw new Error('The reading has no end.');
}

async function lasting(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
