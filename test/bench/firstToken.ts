import { firstToken, type Timing, timed, withEngine } from './benchEngine.ts';
import { type Figure, median } from './figures.ts';
import { completionAt } from './requests.ts';

/** How long a completion's first token takes in a file the engine has not seen, one key later, and after a change below. */
export const firstTokenFigures = (): Promise<Figure[]> =>
  withEngine(['completion'], async ({ engine }) => {
    const cold: Timing[] = [];
    const keys: Timing[] = [];
    const below: Timing[] = [];
    for (let round = 0; round < 3; round++) {
      const path = `src/file${round}.ts`;
      cold.push(await timed(engine, completionAt({ path, typed: 20 }, 1)));
      for (let typed = 21; typed < 28; typed++) keys.push(await timed(engine, completionAt({ path, typed }, 1)));
      below.push(await timed(engine, completionAt({ path, typed: 27, below: `// ${round}\n` }, 1)));
    }
    return [
      ...rows('first token, cold', cold),
      ...rows('first token, one key later', keys),
      ...rows('first token, the line below changed', below),
    ];
  });

const rows = (what: string, timings: readonly Timing[]): Figure[] => [
  { what: `completion: ${what}`, value: median(timings.map(firstToken)), unit: 'ms' },
  {
    what: `completion: evaluated for it`,
    value: median(timings.map(({ usage }) => usage.evaluatedTokens ?? Number.NaN)),
    unit: 'tokens',
  },
];
