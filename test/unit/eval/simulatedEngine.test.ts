import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchLength } from '../../../src/models/fit.ts';
import type { GenerateRequest, Piece, Prompt } from '../../../src/shared/engine.ts';
import { SimulatedEngine, evaluatedIn, tokensOf } from '../../eval/simulatedEngine.ts';
import { VirtualClock } from '../../eval/virtualClock.ts';

const truth = 'one two three four five six seven eight nine ten';
const line = 'value = 1;\n';
const tokensPerLine = tokensOf(line).length;

type Asked = Pick<GenerateRequest, 'maxTokens' | 'cache'> & { readonly prompt: Prompt };

/** Reads a token in a millisecond and writes one in twenty. */
function engineAt(before: string, isWanted = () => true) {
  const clock = new VirtualClock();
  const speed = { msPerToken: 20, promptTokensPerSecond: 1000, seed: 1 };
  const engine = new SimulatedEngine({ clock, speed, truth, before: () => before, isWanted });
  const ask = (part: Partial<Asked>, signal = new AbortController().signal) =>
    piecesOf(
      engine.generate(
        { purpose: 'completion', prompt: ['one'], maxTokens: 3, sampling: { temperature: 0, topP: 1 }, ...part },
        signal,
      ),
    );
  return { clock, engine, ask };
}

/** What came until the end or the abort. */
async function piecesOf(stream: AsyncIterable<Piece>): Promise<Piece[]> {
  const pieces: Piece[] = [];
  try {
    for await (const piece of stream) pieces.push(piece);
  } catch (error) {
    assert.equal(error instanceof Error && error.name, 'AbortError');
  }
  return pieces;
}

test('the last chunk of a prompt is read in the step that writes the first token', async () => {
  const { clock, engine, ask } = engineAt('one');
  const pieces = ask({ prompt: [line.repeat(100)] });
  await clock.advanceTo(Infinity);
  const length = 100 * tokensPerLine;
  const steps = engine.works[0]?.evaluations.map(({ tokens }) => tokens) ?? [];
  assert.deepEqual(
    steps.slice(0, -1),
    Array.from(steps.slice(0, -1), () => batchLength),
  );
  assert((steps.at(-1) ?? 0) <= batchLength);
  assert.equal(engine.works[0]?.evaluations.at(-1)?.at, length - (steps.at(-1) ?? 0));
  assert.deepEqual((await pieces).at(-1), {
    kind: 'end',
    reason: 'length',
    usage: { promptTokens: length, evaluatedTokens: length, generatedTokens: 3 },
  });
});

test('a request for no tokens reads all but the last token ahead, and writes nothing', async () => {
  const { clock, engine, ask } = engineAt('one');
  const ahead = ask({ prompt: [line.repeat(100)], maxTokens: 0 });
  await clock.advanceTo(Infinity);
  assert.deepEqual(
    (await ahead).map(({ kind }) => kind),
    ['end'],
  );
  ask({ prompt: [line.repeat(100)] });
  await clock.advanceTo(Infinity);
  assert.deepEqual(engine.works.map(evaluatedIn), [100 * tokensPerLine - 1, 1]);
});

test('each cache holds its own prompt; without a word the main one is meant', async () => {
  const { clock, engine, ask } = engineAt('one');
  for (const cache of [undefined, 'quick', 'main', 'quick'] as const) {
    void ask({ prompt: [cache === 'quick' ? 'short' : line.repeat(9)], cache });
    await clock.advanceTo(Infinity);
  }
  assert.deepEqual(engine.works.map(evaluatedIn), [9 * tokensPerLine, tokensOf('short').length, 1, 1]);
  assert.deepEqual(
    engine.works.map(({ cache }) => cache),
    ['main', 'quick', 'main', 'quick'],
  );
});

test('what was written is in the cache but for its last token', async () => {
  const { clock, engine, ask } = engineAt('one');
  ask({ maxTokens: 3 });
  await clock.advanceTo(Infinity);
  const written = engine.works[0]?.generated ?? '';
  ask({ prompt: [`one${written} 4`] });
  await clock.advanceTo(Infinity);
  assert.equal(engine.works[1] && evaluatedIn(engine.works[1]), 2);
});

test('one request at a time: the next begins when the one before is through', async () => {
  const { clock, engine, ask } = engineAt('one');
  ask({ maxTokens: 5 });
  ask({ cache: 'quick' });
  await clock.advanceTo(Infinity);
  const [first, second] = engine.works;
  assert((second?.evaluations[0]?.at ?? 0) >= (first?.ms ?? Infinity));
});

test('a request that is given up while it waits holds up nobody', async () => {
  const { clock, engine, ask } = engineAt('one');
  const given = new AbortController();
  ask({ maxTokens: 5 });
  ask({}, given.signal);
  const last = ask({});
  given.abort();
  await clock.advanceTo(Infinity);
  assert.equal((await last).at(-1)?.kind, 'end');
  assert.deepEqual(
    engine.works.map(({ aborted, generatedTokens }) => [aborted, generatedTokens]),
    [
      [false, 5],
      [true, 0],
      [false, 3],
    ],
  );
});

test('an abort is noticed between two steps, and the step that was begun keeps the next request waiting', async () => {
  const { clock, engine, ask } = engineAt('one');
  const given = new AbortController();
  ask({ prompt: [line.repeat(100)] }, given.signal);
  await clock.advanceTo(batchLength + 1);
  given.abort();
  ask({});
  await clock.advanceTo(Infinity);
  assert.deepEqual(
    engine.works.map(({ evaluations: [first], isRead }) => [first?.at, isRead]),
    [
      [0, false],
      [2 * batchLength, true],
    ],
  );
});

test('tokens that are begun while nobody waits are counted', async () => {
  let isWanted = true;
  const { clock, engine, ask } = engineAt('one', () => isWanted);
  ask({ maxTokens: 6 });
  await clock.advanceTo(30);
  isWanted = false;
  await clock.advanceTo(Infinity);
  assert.deepEqual([engine.works[0]?.generatedTokens, engine.works[0]?.unwantedTokens], [6, 4]);
});
