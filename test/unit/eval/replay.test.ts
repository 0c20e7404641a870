import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { BadInput } from '../../eval/lines.ts';
import { replaySession } from '../../eval/replay.ts';
import { tokensOf } from '../../eval/simulatedEngine.ts';

const rowSchema = z.strictObject({
  at: z.number(),
  prompt: z.string(),
  generated: z.string(),
  shown: z.string().nullable(),
  aborted: z.boolean(),
  ms: z.number(),
  evaluated: z.number(),
  cache: z.enum(['main', 'quick']),
});

const summarySchema = z.strictObject({
  summary: z.strictObject({
    keys: z.number(),
    requests: z.number(),
    shown: z.number(),
    accepted: z.number(),
    evaluatedTokensPerKey: z.number(),
    wastedTokens: z.number(),
    evaluatedPerStroke: z.strictObject({ mean: z.number(), p95: z.number() }),
    requestsPer100Keys: z.number(),
    largestPrompt: z.number(),
    generatedAfterAbort: z.number(),
    halfAgainPer32Lines: z.number(),
    halfAgainAtNewPlaces: z.number(),
  }),
});

async function replay(session: object) {
  const written: object[] = [];
  await replaySession(session, row => written.push(row));
  const rows = written.slice(0, -1).map(row => rowSchema.parse(row));
  return { rows, ...summarySchema.parse(written.at(-1)) };
}

const engine = { truth: 'const total = price * amount;\n', msPerToken: 10, promptTokensPerSecond: 1000, seed: 1 };
const session = { path: 'src/a.ts', language: 'typescript', text: '\n', cursor: 0, keys: [], engine };

/** One key for each character, `gap` milliseconds apart. */
const typed = (text: string, gap: number, from = 0) =>
  Array.from(text, (insert, at) => ({ at: from + at * gap, insert }));

test('a session without keys asks for nothing', async () => {
  const { rows, summary } = await replay(session);
  assert.deepEqual(rows, []);
  assert.deepEqual(summary, {
    keys: 0,
    requests: 0,
    shown: 0,
    accepted: 0,
    evaluatedTokensPerKey: 0,
    wastedTokens: 0,
    evaluatedPerStroke: { mean: 0, p95: 0 },
    requestsPer100Keys: 0,
    largestPrompt: 0,
    generatedAfterAbort: 0,
    halfAgainPer32Lines: 0,
    halfAgainAtNewPlaces: 0,
  });
});

test('a key is followed by one request, with the prompt as the engine reads it, and by the rest of the truth', async () => {
  const { rows, summary } = await replay({ ...session, keys: [{ at: 1000, insert: 'const total =' }] });
  const [row] = rows;
  assert(row);
  assert.deepEqual(
    { ...row, ms: 0 },
    {
      at: 1000,
      prompt: '#src/a.ts\n<｜fim▁begin｜><｜fim▁hole｜>\n<｜fim▁end｜>const total =',
      generated: row.generated,
      shown: ' price * amount;',
      aborted: false,
      ms: 0,
      evaluated: 3 + tokensOf('#src/a.ts\n').length + tokensOf('\n').length + tokensOf('const total =').length,
      cache: 'main',
    },
  );
  assert(engine.truth.endsWith(row.generated) && row.generated.startsWith(' price * amount;'));
  assert.deepEqual([summary.keys, summary.requests, summary.shown, summary.accepted], [1, 1, 1, 0]);
});

test('keys faster than the pause lead to one request, after the last of them', async () => {
  const { rows } = await replay({ ...session, keys: typed('const', 50) });
  assert.deepEqual(
    rows.map(row => [row.at, row.shown]),
    [[4 * 50 + 75, ' total = price * amount;']],
  );
});

test('a key that comes while the engine works aborts it, and what it wrote is told and counted as wasted', async () => {
  const { rows, summary } = await replay({
    ...session,
    engine: { ...engine, msPerToken: 100 },
    keys: [
      { at: 0, insert: 'const total' },
      { at: 340, insert: 'x' },
    ],
  });
  assert.deepEqual(
    rows.map(row => [row.at, row.aborted, row.shown === null]),
    [
      [0 + 75, true, true],
      [340 + 75, false, false],
    ],
  );
  const [aborted] = rows;
  assert.equal(aborted?.ms, 340 - 75);
  assert.equal(aborted?.generated, ' = price');
  assert.equal(summary.wastedTokens >= tokensOf(' = price').length, true);
  assert.deepEqual([summary.requests, summary.shown], [2, 1]);
});

test('typing what is shown asks for nothing more', async () => {
  const { rows, summary } = await replay({
    ...session,
    keys: [{ at: 0, insert: 'const total =' }, ...typed(' price * amount', 30, 2000)],
  });
  // The other one is for the line after it, asked while the person looks.
  assert.deepEqual(
    rows.map(row => row.shown),
    [' price * amount;', null],
  );
  assert.deepEqual([summary.keys, summary.shown], [16, 1]);
});

test('accepted ghost text becomes part of the document: all of it, a word, or a line', async () => {
  const truth = 'start();\nif (a) {\n  one(1);\n  two(2);\n}\nend();\n';
  const after = async (accept: string) => {
    const { rows, summary } = await replay({
      ...session,
      engine: { ...engine, truth },
      text: 'start();\n\nend();\n',
      cursor: 9,
      keys: [
        { at: 0, insert: 'if (a) {\n  ' },
        { at: 3000, accept },
        { at: 6000, insert: '!' },
      ],
    });
    assert.equal(rows[0]?.shown, 'one(1);\n  two(2);\n}');
    assert.equal(summary.accepted, 1);
    return rows
      .at(-1)
      ?.prompt.split(/\n|<｜fim▁end｜>/)
      .at(-1);
  };
  assert.equal(await after('word'), '  one!');
  assert.equal(await after('line'), '!');
  assert.equal(await after('all'), '}!');
});

test('an accept key without ghost text does nothing and disturbs nothing', async () => {
  const { rows, summary } = await replay({
    ...session,
    keys: [
      { at: 0, insert: 'const total =' },
      { at: 20, accept: 'all' },
    ],
  });
  assert.deepEqual(
    rows.map(row => [row.aborted, row.shown]),
    [[false, ' price * amount;']],
  );
  assert.equal(summary.accepted, 0);
});

test('a move asks for nothing and takes the ghost text away', async () => {
  const { rows, summary } = await replay({
    ...session,
    keys: [
      { at: 0, insert: 'const total =' },
      { at: 400, move: 5 },
      { at: 410, accept: 'all' },
    ],
  });
  assert.deepEqual([rows.length, summary.accepted], [1, 0]);
});

test('keys of one time are one stroke: the model is asked between the brackets the editor closed', async () => {
  const { rows, summary } = await replay({
    ...session,
    engine: { ...engine, truth: 'start(now);\n' },
    keys: [
      { at: 0, insert: 'start' },
      { at: 1, insert: '()' },
      { at: 1, move: 6 },
    ],
  });
  assert.deepEqual(
    rows.map(row => [row.at, row.shown]),
    [[1, 'now']],
  );
  assert.equal(summary.keys, 3);
});

test('a move and a delete change where the next request is made', async () => {
  const { rows } = await replay({
    ...session,
    text: 'const total\nlast\n',
    cursor: 16,
    keys: [
      { at: 0, move: 11 },
      { at: 1000, delete: 2, insert: 't' },
    ],
  });
  assert.deepEqual(
    rows.map(row => row.prompt),
    ['#src/a.ts\n<｜fim▁begin｜><｜fim▁hole｜>\nlast\n<｜fim▁end｜>const tott'],
  );
});

test('keys are pressed in the order of their times', async () => {
  const keys = typed('const', 10);
  assert.deepEqual(await replay({ ...session, keys: keys.toReversed() }), await replay({ ...session, keys }));
});

test('the engine evaluates the first prompt whole and of the next ones only what is new', async () => {
  const cold = await replay({ ...session, keys: [{ at: 0, insert: 'const' }] });
  const promptTokens = 3 + tokensOf('#src/a.ts\n').length + tokensOf('\n').length + tokensOf('const').length;
  assert.equal(cold.summary.evaluatedTokensPerKey, promptTokens);
  // Something else than was shown, so that the model is asked again: one new token.
  const warm = await replay({
    ...session,
    keys: [
      { at: 0, insert: 'const' },
      { at: 400, insert: '?' },
    ],
  });
  assert.equal(warm.summary.requests, 2);
  assert.equal(warm.summary.evaluatedTokensPerKey, (promptTokens + 1) / 2);
});

test('one session and seed give the same rows again, another seed other times', async () => {
  const long = { ...session, engine: { ...engine, msPerToken: 40 }, keys: typed('const totel = pri', 130) };
  const first = await replay(long);
  assert(first.rows.length > 1);
  assert.deepEqual(await replay(long), first);
  const other = await replay({ ...long, engine: { ...long.engine, seed: 2 } });
  assert.notDeepEqual(
    other.rows.map(row => row.ms),
    first.rows.map(row => row.ms),
  );
});

test('in a document with CRLF the engine reads plain line ends and the keys make CRLF', async () => {
  const { rows } = await replay({
    ...session,
    text: '{\r\n\r\n}\r\n',
    cursor: 1,
    engine: { ...engine, truth: '{\r\n  one();\r\n  two();\r\n}\r\n' },
    keys: [{ at: 0, insert: '\n  ' }],
  });
  assert.deepEqual(
    rows.map(row => [row.prompt, row.shown]),
    [['#src/a.ts\n<｜fim▁begin｜>{\n<｜fim▁hole｜>\n\n}\n<｜fim▁end｜>  ', 'one();\r\n  two();']],
  );
});

test('a bad session is named by its field', async () => {
  const { seed: _, ...withoutSeed } = engine;
  const told: [unknown, RegExp][] = [
    [{ ...session, engine: withoutSeed }, /^session, field "engine.seed": /],
    [
      { ...session, engine: { ...engine, promptTokensPerSecond: 0 } },
      /^session, field "engine.promptTokensPerSecond": /,
    ],
    [{ ...session, keys: [{ at: 0 }, { at: -1 }] }, /^session, field "keys.1.at": /],
    [{ ...session, keys: [{ at: 0, accept: 'some' }] }, /^session, field "keys.0.accept": /],
    [{ ...session, keys: [{ at: 0, type: 'x' }] }, /^session, field "keys.0": .*"type"/],
    [{ ...session, cursor: 2 }, /^session, field "cursor": lies behind the end of the text$/],
    [[], /^session, field "": /],
  ];
  for (const [bad, sentence] of told)
    await assert.rejects(
      replaySession(bad, () => assert.fail('nothing is written')),
      error => error instanceof BadInput && sentence.test(error.message),
    );
});
