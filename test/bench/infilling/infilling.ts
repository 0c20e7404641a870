import { maxLines } from '../../eval/product.ts';
import { benchmarkFiles, readProblems } from './problems.ts';
import { replay } from './replay.ts';
import { type Run, variants } from './variants.ts';
import { judge } from './verdict.ts';

/** A limit that no problem of the benchmark reaches. */
const noLimit = 64;

/**
 * How much of the true middle the product shows on the benchmark HumanEval-Infilling, whose folder the person names, if
 * a model writes it with what models are known to write around it. Returns whether the benchmark was there.
 */
export function printInfilling(folder: string): boolean {
  for (const [name, file] of Object.entries(benchmarkFiles)) {
    const problems = readProblems(folder, file);
    if (problems === undefined) {
      console.error(`There is no ${file} in "${folder}". It is part of github.com/openai/human-eval-infilling.`);
      return false;
    }
    console.log(`\n${name}, ${problems.length} problems (in brackets: with the default limit of ${maxLines} lines)`);
    console.log(row('variant', ['exact', 'recovered', 'wrong', 'nothing', 'saved', 'ms']));
    for (const [variant, runOf] of Object.entries(variants)) printVariant(variant, problems.map(runOf));
  }
  return true;
}

function printVariant(variant: string, runs: readonly Run[]): void {
  const [free, limited] = [noLimit, maxLines].map(limit => measured(runs, limit));
  if (free === undefined || limited === undefined) return;
  const both = (pick: (one: Measured) => number): string => `${percent(pick(free))} (${percent(pick(limited))})`;
  console.log(
    row(variant, [
      both(one => one.exact),
      both(one => one.recovered),
      both(one => one.wrong),
      both(one => one.nothing),
      both(one => one.saved),
      free.ms.toFixed(2),
    ]),
  );
}

interface Measured {
  readonly exact: number;
  readonly recovered: number;
  readonly wrong: number;
  readonly nothing: number;
  /** Share of the pieces that the model did not have to write. */
  readonly saved: number;
  /** For a stream. */
  readonly ms: number;
}

function measured(runs: readonly Run[], limit: number): Measured {
  const startedAt = performance.now();
  const replays = runs.map(run => ({ run, ...replay(run, limit) }));
  const ms = (performance.now() - startedAt) / runs.length;
  const judged = replays.map(one => ({ ...judge(one.run, one.suggestion), hasWhole: one.run.written > 0 }));
  return {
    exact: mean(judged.map(one => Number(one.isExact))),
    recovered: mean(judged.filter(one => one.hasWhole).map(one => one.recovered)),
    wrong: mean(judged.map(one => Number(one.isWrong))),
    nothing: mean(judged.map(one => Number(one.isNothing))),
    saved: sum(replays.map(one => one.saved)) / sum(replays.map(one => one.pieces)),
    ms,
  };
}

const mean = (values: readonly number[]): number => sum(values) / Math.max(1, values.length);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const percent = (share: number): string => (share * 100).toFixed(2);

const row = (name: string, cells: readonly string[]): string =>
  name.padEnd(40) + cells.map(cell => cell.padStart(17)).join('');
