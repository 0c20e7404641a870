import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshHole } from '../../src/completion/pin.ts';
import { largeBudget } from '../../src/context/budget.ts';
import { cutAt } from '../../src/context/window.ts';
import { createEmbeddedEngine } from '../../src/engines/embedded/parent.ts';
import { families } from '../../src/models/families.ts';
import { fillInMiddlePrompt } from '../../src/prompt/fillInMiddle.ts';
import type { Piece } from '../../src/shared/engine.ts';
import { silent } from '../../src/shared/log.ts';
import { writeScriptedModel } from '../fakes/scriptedModel.ts';
import type { Figure } from './figures.ts';

const lines = (from: number): string =>
  Array.from({ length: 20 }, (_, line) => `const value${from + line} = ${line};\n`).join('');
const typed = 'const total = value1 + value2 + value3;';

/** Prompt tokens the real engine evaluates while a line is typed in the middle of a file, key by key. */
export async function keyCosts(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'deepwell-bench-'));
  const model = join(folder, 'coder.gguf');
  await writeScriptedModel(model, { kind: 'coder', scripts: [{ after: '', says: 'const a = 1;' }] });
  const childPath = join(import.meta.dirname, '../../src/engines/embedded/child.ts');
  const engine = createEmbeddedEngine({ childPath, models: { completion: model }, log: silent });
  try {
    const evaluated: number[] = [];
    for (let length = 0; length <= typed.length; length++) evaluated.push(await evaluatedAfter(engine, length));
    const [first = 0, ...later] = evaluated;
    return [
      { what: 'prompt tokens evaluated, first key', value: first, unit: 'tokens' },
      { what: 'prompt tokens evaluated, later keys, mean', value: mean(later), unit: 'tokens', limit: 2 },
    ];
  } finally {
    await engine.dispose();
    rmSync(folder, { recursive: true });
  }
}

async function evaluatedAfter(engine: ReturnType<typeof createEmbeddedEngine>, length: number): Promise<number> {
  const family = families.find(one => one.id === 'deepseek-coder');
  if (family?.fillInMiddle === undefined) throw new Error('no family');
  const before = lines(0) + typed.slice(0, length);
  const cut = cutAt({ path: 'a.ts', languageId: 'typescript', text: `${before}\n${lines(20)}` }, before.length);
  const prompt = fillInMiddlePrompt(freshHole(cut, [], largeBudget), family.fillInMiddle);
  const request = { purpose: 'completion', prompt, maxTokens: 4, sampling: family.sampling } as const;
  let last: Piece | undefined;
  for await (const piece of engine.generate(request, new AbortController().signal)) last = piece;
  return last?.kind === 'end' ? (last.usage.evaluatedTokens ?? Number.NaN) : Number.NaN;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
