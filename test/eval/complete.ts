import { z } from 'zod';
import { Completer } from '../../src/completion/complete.ts';
import type { CompletionRequest, Outcome } from '../../src/completion/request.ts';
import { ScriptedEngine } from '../fakes/scriptedEngine.ts';
import { parseLine } from './lines.ts';
import { coderFamily, maxLines } from './product.ts';
import { eolOf, indentOf } from './style.ts';

const completionCase = z.object({
  id: z.string(),
  language: z.string(),
  prefix: z.string(),
  suffix: z.string(),
  modelOutput: z.string(),
  indent: z.object({ insertSpaces: z.boolean(), tabSize: z.number().int().min(1) }).optional(),
  eol: z.enum(['\n', '\r\n']).optional(),
  finishReason: z.enum(['stop', 'length']).default('stop'),
  trigger: z.enum(['auto', 'manual']).default('manual'),
  selectedCompletion: z.string().optional(),
  /** Lines shown at most; else the product's default. */
  maxLines: z.number().int().min(1).optional(),
  context: z.object({ neighbourFiles: z.array(z.unknown()).optional() }).optional(),
});

export type CompletionCase = z.infer<typeof completionCase>;

/** Runs one case through the product's whole flow, against an engine that says the case's text. */
export async function completeCase(one: CompletionCase): Promise<Outcome> {
  const engine = new ScriptedEngine({ script: () => ({ text: one.modelOutput, end: one.finishReason }) });
  const completer = new Completer({
    reach: async () => ({ engine, family: coderFamily() }),
    pause: async (_, signal) => signal.throwIfAborted(),
  });
  const outcome = await completer.complete(requestFor(one), new AbortController().signal);
  // Nobody goes on here: what is done ahead for the next key ends.
  completer.forget();
  return outcome;
}

/** The task `complete`: one row for each case, in order. Throws BadInput for a bad case. */
export async function completeCases(lines: AsyncIterable<string>, write: (row: object) => void): Promise<void> {
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const one = parseLine(line, number, completionCase);
    const startedAt = performance.now();
    const outcome = await completeCase(one);
    if (outcome.kind === 'failed') throw outcome.failure;
    write({ id: one.id, ...rowOf(outcome), ms: Math.round((performance.now() - startedAt) * 100) / 100 });
  }
}

function rowOf(outcome: Exclude<Outcome, { kind: 'failed' }>): { insert: string | null; replaceSuffix?: number } {
  if (outcome.kind === 'nothing') return { insert: null };
  const { insert, replaceSuffix } = outcome.suggestion;
  return { insert, ...(replaceSuffix > 0 && { replaceSuffix }) };
}

function requestFor(one: CompletionCase): CompletionRequest {
  const text = one.prefix + one.suffix;
  const { selectedCompletion: selected } = one;
  return {
    document: { path: one.id, languageId: one.language, text },
    offset: one.prefix.length,
    trigger: one.trigger,
    indent: one.indent ?? indentOf(text),
    eol: one.eol ?? eolOf(text),
    maxLines: one.maxLines ?? maxLines,
    ...(selected !== undefined && { selected: { text: selected, replaces: wordBefore(one.prefix).length } }),
  };
}

/** What an item of the suggest widget replaces: the word that ends at the cursor. */
const wordBefore = (prefix: string): string => /[\p{L}\p{N}_$]*$/u.exec(prefix)?.[0] ?? '';
