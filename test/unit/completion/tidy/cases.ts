import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Place, Suggestion } from '../../../../src/completion/place.ts';
import { windowAround } from '../../../../src/context/window.ts';

const completionCase = z.object({
  id: z.string(),
  language: z.string(),
  prefix: z.string(),
  suffix: z.string(),
  modelOutput: z.string(),
  expected: z.object({
    insert: z.string().nullable(),
    replaceSuffix: z.number().default(0),
    accept: z.array(z.string()).default([]),
  }),
  indent: z.object({ insertSpaces: z.boolean(), tabSize: z.number() }).default({ insertSpaces: true, tabSize: 4 }),
  eol: z.enum(['\n', '\r\n']).default('\n'),
  finishReason: z.enum(['stop', 'length']).default('stop'),
  maxLines: z.number().default(20),
  selectedCompletion: z.string().optional(),
});

export type CompletionCase = z.infer<typeof completionCase>;

/** The golden cases. One that is about the suggest widget is the gate's matter: tidying knows nothing of it. */
export const cases: readonly CompletionCase[] = readFileSync(
  new URL('../../../golden/completion.jsonl', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter(line => line !== '')
  .map(line => completionCase.parse(JSON.parse(line)))
  .filter(one => one.selectedCompletion === undefined);

export const placeOf = ({ prefix, suffix, language, indent, eol, maxLines }: CompletionCase): Place => ({
  window: windowAround({ path: 'a', languageId: language, text: prefix + suffix }, prefix.length),
  indent,
  eol,
  maxLines,
});

/** The document after the suggestion is accepted: two suggestions that give the same document are the same. */
export const documentAfter = (
  { prefix, suffix }: CompletionCase,
  suggestion: Pick<Suggestion, 'insert' | 'replaceSuffix'> | undefined,
): string =>
  suggestion === undefined ? prefix + suffix : prefix + suggestion.insert + suffix.slice(suggestion.replaceSuffix);

/** Every document that is right for a case. */
export function rightDocuments(one: CompletionCase): readonly string[] {
  const { insert, replaceSuffix, accept } = one.expected;
  const all = [insert, ...accept].map(text =>
    documentAfter(one, text === null ? undefined : { insert: text, replaceSuffix }),
  );
  return all;
}
