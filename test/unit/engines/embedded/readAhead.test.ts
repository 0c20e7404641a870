import assert from 'node:assert/strict';
import { setImmediate as later } from 'node:timers/promises';
import { test } from 'node:test';
import { type Device, generation } from '../../../../src/engines/embedded/generation.ts';
import { readAhead } from '../../../../src/engines/embedded/readAhead.ts';
import { Turns } from '../../../../src/engines/embedded/turns.ts';
import { seededRandom } from '../../../demo/random.ts';
import { byteVocabulary, CountingSequence } from './countingSequence.ts';
import { itemsOf } from './testEngine.ts';

/** A model with both its caches, asked as the engine's process asks. */
function start() {
  const turns = new Turns();
  const deviceOf = (sequence: CountingSequence): Device<number> => ({
    sequence,
    vocabulary: byteVocabulary,
    contextLength: 1000,
    mayStep: () => turns.mayStep('completion'),
    whenIdle: (step, signal) => turns.whenIdle(step, signal),
    isInterrupted: () => turns.isInterrupted('completion'),
  });
  const [main, quick] = [new CountingSequence(), new CountingSequence()];
  const complete = (sequence: CountingSequence, text: string) => {
    const { signal } = new AbortController();
    const request = { prompt: [text], maxTokens: 2, sampling: { temperature: 0, topP: 1 } };
    return itemsOf(turns.take('completion', () => generation(deviceOf(sequence), request, signal), signal));
  };
  const ahead = (text: string, signal = new AbortController().signal) =>
    turns.take('completion ahead', () => readAhead(deviceOf(main), [text], signal), signal);
  return { main, quick, complete, ahead, turns };
}

const evaluated = (pieces: Awaited<ReturnType<ReturnType<typeof start>['complete']>>): number | undefined => {
  const end = pieces.at(-1);
  return end?.kind === 'end' ? end.usage.evaluatedTokens : undefined;
};

const long = 'x'.repeat(100);

test('a prompt is read ahead in steps of 16 but for its last token, and its completion evaluates that one', async () => {
  const { main, ahead, complete } = start();
  const pieces = await itemsOf(ahead(long));
  assert.deepEqual(main.chunks, [16, 16, 16, 16, 16, 16, 3]);
  assert.deepEqual(
    pieces.map(piece => (piece.kind === 'waiting' ? Math.round((piece.done ?? 0) * 99) : piece.kind)),
    [16, 32, 48, 64, 80, 96, 99, 'end'],
  );
  assert.deepEqual(pieces.at(-1), {
    kind: 'end',
    reason: 'length',
    usage: { promptTokens: 100, evaluatedTokens: 99, generatedTokens: 0 },
  });
  assert.equal(evaluated(await complete(main, long)), 1);
});

test('a reading that is aborted keeps what it evaluated, and the next one goes on from there', async () => {
  const { main, ahead } = start();
  const abort = new AbortController();
  const reason = new Error('a key');
  const stream = ahead(long, abort.signal);
  await stream.next();
  await stream.next();
  abort.abort(reason);
  await assert.rejects(itemsOf(stream), reason);
  assert.equal(main.nextTokenIndex, 32);
  assert.equal(evaluated(await itemsOf(ahead(`${long}!`))), 68);
});

test('what is read already is left as it is, with the reply that follows it', async () => {
  const { main, ahead, complete } = start();
  await complete(main, long);
  const held = main.text;
  assert.equal(evaluated(await itemsOf(ahead(long))), 0);
  assert.equal(main.text, held);
});

test('an empty prompt waits for nobody', async () => {
  const { ahead, turns } = start();
  const endless = async function* () {
    for (;;) yield await later();
  };
  const stream = turns.take('chat', endless, new AbortController().signal);
  await stream.next();
  assert.equal((await itemsOf(ahead(''))).length, 1);
  await stream.return(undefined);
});

test('a prompt that leaves no room for a reply is not read ahead', async () => {
  const { main, ahead } = start();
  await assert.rejects(itemsOf(ahead('x'.repeat(1000))), {
    kind: 'contextOverflow',
    facts: { promptTokens: 1000, contextLength: 1000 },
  });
  assert.equal(main.nextTokenIndex, 0);
});

for (const cache of ['main', 'quick'] as const)
  test(`a completion in the ${cache} cache waits for one step of a reading at most, which then reads its own prompt on`, async () => {
    const parts = start();
    const { main, ahead, complete } = parts;
    const stream = ahead(long);
    await stream.next();
    const reading = itemsOf(stream);
    await later();
    const begun = main.chunks.length;
    await complete(parts[cache], 'something else');
    // The step that was at work, and none after it.
    assert.ok(main.chunks.length - begun <= 1, `${main.chunks.length - begun} steps`);
    await reading;
    assert.equal(main.text, long.slice(0, 99));
  });

test('two readings of one cache follow each other', async () => {
  const { main, ahead } = start();
  const [first, second] = await Promise.all([itemsOf(ahead(long)), itemsOf(ahead('y'.repeat(50)))]);
  assert.deepEqual([evaluated(first), evaluated(second)], [99, 49]);
  assert.equal(main.text, 'y'.repeat(49));
});

test('in 60 seeded mixes of readings, aborts and completions nobody uses a cache in the middle of a step of another', async () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = seededRandom(seed);
    const { main, quick, ahead, complete } = start();
    const works: Promise<unknown>[] = [];
    let abort = new AbortController();
    for (let round = 0; round < 12; round++) {
      const text = String.fromCharCode(98 + Math.floor(random.next() * 3)).repeat(20 + Math.floor(random.next() * 80));
      const kind = random.next();
      if (kind < 0.5) {
        abort.abort(null);
        abort = new AbortController();
        const reading = itemsOf(ahead(text, abort.signal));
        works.push(reading.catch((reason: unknown) => assert.equal(reason, null, `seed ${seed}: ${String(reason)}`)));
      } else works.push(complete(kind < 0.75 ? main : quick, text));
      for (let wait = Math.floor(random.next() * 5); wait > 0; wait--) await later();
    }
    await Promise.all(works);
    // What all that left behind is of use or is forgotten, but is never taken for something else.
    const last = 'b'.repeat(100);
    await itemsOf(ahead(last));
    assert.ok(main.text.startsWith(last.slice(0, 99)), `seed ${seed}`);
  }
});
