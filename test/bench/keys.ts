/** What a key costs with our prompt, against the classic one with the hole at the cursor, on the same file. */
import { availableParallelism } from 'node:os';
import type { EmbeddedEngine } from '../../src/engines/embedded/parent.ts';
import type { Prompt } from '../../src/shared/engine.ts';
import { firstToken, modelOf, timed, withEngine } from './benchEngine.ts';
import { type Figure, median, quantile, ratio } from './figures.ts';
import { withInfill } from './infill.ts';
import { randomModel } from './randomModel.ts';
import { benchBudget, classicPromptAround, completionOf, promptAround } from './requests.ts';
import { type AskAt, type KeyCost, type } from './typing.ts';

/** Without the suffix in the cache a key costs seconds: fewer are enough to know it. */
const keys = { ours: 60, classic: 8 };

const threads = Math.max(1, availableParallelism() - 1);

export async function keyFigures(): Promise<Figure[]> {
  const { ours, classic } = await withEngine(
    ['completion'],
    async ({ engine }) => ({
      ours: await type(
        keys.ours,
        askerOf(engine, (...place) => promptAround(...place, benchBudget)),
      ),
      classic: await type(
        keys.classic,
        askerOf(engine, (...place) => classicPromptAround(...place, benchBudget)),
      ),
    }),
    { threads },
  );
  const infill = await withInfill({ model: await randomModel(modelOf.completion), threads, budget: benchBudget }, ask =>
    type(keys.classic, ask),
  );
  if (infill === undefined) console.log('There is no llama-server to compare with: npm test -- engines fetches one.');
  return [
    ...rows('ours', ours),
    ...rows('the hole at the cursor', classic),
    { ...against(classic, ours, 'the hole at the cursor'), least: 20 },
    ...(infill === undefined
      ? []
      : [...rows('llama-server /infill', infill), against(infill, ours, 'llama-server /infill')]),
  ];
}

const askerOf =
  (engine: EmbeddedEngine, promptOf: (...place: Parameters<AskAt>) => Prompt): AskAt =>
  async (...place) => {
    const timing = await timed(engine, completionOf(promptOf(...place), 1));
    const { promptTokens, evaluatedTokens = Number.NaN } = timing.usage;
    return { ms: firstToken(timing), promptTokens, evaluatedTokens };
  };

const rows = (layout: string, costs: readonly KeyCost[]): Figure[] => [
  {
    what: `a key, ${layout}: tokens in the prompt`,
    value: median(costs.map(cost => cost.promptTokens)),
    unit: 'tokens',
  },
  { what: `a key, ${layout}: evaluated, mean`, value: mean(costs.map(cost => cost.evaluatedTokens)), unit: 'tokens' },
  { what: `a key, ${layout}: first token, median`, value: median(costs.map(cost => cost.ms)), unit: 'ms' },
  {
    what: `a key, ${layout}: first token, 90 % below`,
    value: quantile(
      costs.map(cost => cost.ms),
      0.9,
    ),
    unit: 'ms',
  },
];

const against = (theirs: readonly KeyCost[], ours: readonly KeyCost[], name: string): Figure => ({
  what: `a key, ${name} against ours: first token, medians`,
  value: median(theirs.map(cost => cost.ms)) / median(ours.map(cost => cost.ms)),
  unit: ratio,
});

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
