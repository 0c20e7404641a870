import type { Purpose } from '../../src/shared/engine.ts';
import { timed, withEngine } from './benchEngine.ts';
import type { Figure } from './figures.ts';
import { completionAt, questionAbout, quickCompletionAt } from './requests.ts';
import { residentMemory } from './resident.ts';

/** What the engine's process holds after use with each model alone, with both, and once unloaded. */
export const memoryFigures = async (): Promise<Figure[]> => [
  ...(await memoryOf('1.3B Q4_0, caches of 1,536 and 512', ['completion'], 1.4)),
  ...(await memoryOf('R1-1.5B Q4_K_M, context 8,192', ['chat'], 2)),
  ...(await memoryOf('both', ['completion', 'chat'], 3.4)),
];

const memoryOf = (label: string, purposes: readonly Purpose[], limit: number): Promise<Figure[]> =>
  withEngine(purposes, async ({ engine, pid }) => {
    // Working memory counts once it has been touched: whole batches and some tokens of a reply, in each cache.
    if (purposes.includes('completion')) {
      await timed(engine, completionAt({ path: 'src/file.ts', typed: 20 }, 8));
      await timed(engine, quickCompletionAt({ path: 'src/file.ts', typed: 20 }, 8));
    }
    if (purposes.includes('chat')) await timed(engine, questionAbout(0, 'Why is the sky blue? '.repeat(20), 8));
    const { now, most } = residentMemory(pid());
    await engine.unload();
    return [
      { what: `memory: ${label}`, value: now, unit: 'GB', limit },
      ...(most === undefined ? [] : [{ what: `memory: ${label}, at most so far`, value: most, unit: 'GB' }]),
      { what: `memory: ${label}, unloaded`, value: residentMemory(pid()).now, unit: 'GB', limit: 0 },
    ];
  });
