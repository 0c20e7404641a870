import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { completeCases } from '../../eval/complete.ts';
import { BadInput } from '../../eval/lines.ts';
import { eolOf, indentOf } from '../../eval/style.ts';

interface Row {
  readonly id: string;
  readonly insert: string | null;
  readonly replaceSuffix?: number;
}

async function* streamOf(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

/** The rows of the task, less the time that differs in each run. */
async function rowsOf(lines: readonly string[]): Promise<Row[]> {
  const rows: object[] = [];
  await completeCases(streamOf(lines), row => rows.push(row));
  return rows.map(row => {
    const { ms, ...rest } = rowSchema.parse(row);
    assert(ms >= 0);
    return rest;
  });
}

const rowSchema = z.strictObject({
  id: z.string(),
  insert: z.string().min(1).nullable(),
  replaceSuffix: z.number().int().min(1).optional(),
  ms: z.number(),
});

const goldenCase = z.object({
  id: z.string(),
  prefix: z.string(),
  suffix: z.string(),
  expected: z.object({
    insert: z.string().nullable(),
    replaceSuffix: z.number().optional(),
    accept: z.array(z.string().nullable()).optional(),
  }),
});

type GoldenCase = z.infer<typeof goldenCase>;

const documentWith = ({ prefix, suffix }: GoldenCase, insert: string | null, replaceSuffix = 0): string =>
  insert === null ? prefix + suffix : prefix + insert + suffix.slice(replaceSuffix);

const golden = path.resolve(import.meta.dirname, '../../golden/completion.jsonl');
const lines = (await readFile(golden, 'utf8')).split('\n').filter(line => line !== '');
const goldenRows = await rowsOf(lines);

test('there is one row for each golden case', () => {
  assert(lines.length > 0);
  assert.equal(goldenRows.length, lines.length);
});

for (const [at, line] of lines.entries()) {
  const one = goldenCase.parse(JSON.parse(line));
  test(`the golden case "${one.id}" gives the expected document`, () => {
    const row = goldenRows[at];
    const { insert, replaceSuffix, accept = [] } = one.expected;
    const right = [insert, ...accept].map(text => documentWith(one, text, replaceSuffix));
    assert.equal(row?.id, one.id);
    const actual = documentWith(one, row?.insert ?? null, row?.replaceSuffix);
    if (!right.includes(actual)) assert.equal(actual, right[0]);
  });
}

const one = { id: 'a', language: 'typescript', prefix: 'const a = ', suffix: '\n', modelOutput: 'one();\n' };
const insertsOf = async (...cases: object[]): Promise<(string | null)[]> =>
  (await rowsOf(cases.map(each => JSON.stringify(each)))).map(row => row.insert);

test('rows come in the order of the cases, and empty lines count for nothing', async () => {
  const rows = await rowsOf([JSON.stringify(one), '', '  ', JSON.stringify({ ...one, id: 'b', modelOutput: '' })]);
  assert.deepEqual(rows, [
    { id: 'a', insert: 'one();' },
    { id: 'b', insert: null },
  ]);
});

test('by hand is the default; a case may ask for what happens while typing', async () => {
  const inside = { ...one, prefix: 'const a = on', suffix: 'e + 1;\n', modelOutput: 'c' };
  assert.deepEqual(await insertsOf({ ...inside, trigger: 'auto' }), [null]);
  assert.deepEqual(await insertsOf({ ...one, trigger: 'auto' }), ['one();']);
});

test('a selected item replaces the word before the cursor, and only what goes on from it is shown', async () => {
  const selecting = { ...one, prefix: 'x.to', selectedCompletion: 'toString' };
  assert.deepEqual(
    await insertsOf({ ...selecting, modelOutput: 'String();\n' }, { ...selecting, modelOutput: 'Fixed(2);\n' }),
    ['String();', null],
  );
});

test('line ends and indentation are those of the document where a case does not tell', async () => {
  const block = { ...one, prefix: 'function f() {\r\n\t', suffix: '\r\n}\r\n', modelOutput: 'one();\n\ttwo();\n' };
  assert.deepEqual(await insertsOf(block), ['one();\r\n\ttwo();']);
});

test('a bad case stops the task and is named by its line and field', async () => {
  const { suffix: _, ...withoutSuffix } = one;
  const told: [object, string][] = [
    [withoutSuffix, 'suffix'],
    [{ ...one, modelOutput: 5 }, 'modelOutput'],
    [{ ...one, finishReason: 'tired' }, 'finishReason'],
    [{ ...one, indent: { insertSpaces: true, tabSize: 0 } }, 'indent.tabSize'],
    [{ ...one, trigger: 'sometimes' }, 'trigger'],
  ];
  for (const [bad, field] of told)
    await assert.rejects(
      rowsOf([JSON.stringify(one), '', JSON.stringify(bad)]),
      error => error instanceof BadInput && error.message.startsWith(`line 3, field "${field}": `),
      field,
    );
});

test('indentation is read from the document', () => {
  assert.deepEqual(indentOf('a\n\tb\n  c\n'), { insertSpaces: false, tabSize: 4 });
  assert.deepEqual(indentOf('a\n  b\n    c\n'), { insertSpaces: true, tabSize: 2 });
  assert.deepEqual(indentOf('def f():\n    '), { insertSpaces: true, tabSize: 4 });
  assert.deepEqual(indentOf('/**\n * text\n */\n'), { insertSpaces: true, tabSize: 4 });
  assert.deepEqual(indentOf(''), { insertSpaces: true, tabSize: 4 });
});

test('line ends are read from the document', () => {
  assert.equal(eolOf('a\r\nb\r\n'), '\r\n');
  assert.equal(eolOf('a\nb\n'), '\n');
  assert.equal(eolOf('a'), '\n');
});
