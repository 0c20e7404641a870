import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const problem = z.object({
  task_id: z.string(),
  prompt: z.string(),
  suffix: z.string(),
  canonical_solution: z.string(),
});

/** A hole in a Python file of the benchmark HumanEval-Infilling, and what stood there: whole lines, from column 0 on. */
export interface Problem {
  readonly id: string;
  readonly before: string;
  readonly middle: string;
  readonly after: string;
}

export const benchmarkFiles = {
  'single-line': 'HumanEval-SingleLineInfilling.jsonl.gz',
  'multi-line': 'HumanEval-MultiLineInfilling.jsonl.gz',
} as const;

/** The benchmark's problems in a folder of the person; undefined where the file is not there. */
export function readProblems(folder: string, file: string): readonly Problem[] | undefined {
  const path = join(folder, file);
  if (!existsSync(path)) return undefined;
  return gunzipSync(readFileSync(path))
    .toString('utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => problem.parse(JSON.parse(line)))
    .map(one => ({ id: one.task_id, before: one.prompt, middle: one.canonical_solution, after: one.suffix }));
}
