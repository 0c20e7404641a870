import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Device, generation } from '../../../../src/engines/embedded/generation.ts';
import { byteVocabulary as vocabulary, CountingSequence } from './countingSequence.ts';
import { itemsOf } from './testEngine.ts';

function run(
  text: string,
  {
    sequence = new CountingSequence(),
    maxTokens = 5,
    mayStep = (): Promise<void> => Promise.resolve(),
    isInterrupted = (): boolean => false,
  } = {},
) {
  const whenIdle = () => assert.fail('a generation waits for nobody to be idle');
  const device: Device<number> = { sequence, vocabulary, contextLength: 1000, mayStep, whenIdle, isInterrupted };
  const abort = new AbortController();
  const request = { purpose: 'chat', prompt: [text], maxTokens, sampling: { temperature: 0, topP: 1 } } as const;
  return { sequence, abort, stream: generation(device, request, abort.signal) };
}

test('a prompt is read in chunks of 128, the last of them with the first token of the reply', async () => {
  const { sequence, stream } = run('x'.repeat(300));
  const pieces = await itemsOf(stream);
  assert.deepEqual(sequence.chunks, [128, 128]);
  assert.equal(sequence.state.length, 304);
  assert.deepEqual(pieces.at(-1), {
    kind: 'end',
    reason: 'length',
    usage: { promptTokens: 300, evaluatedTokens: 300, generatedTokens: 5 },
  });
});

test('while completions are asked for, the chunks of another prompt are short', async () => {
  const sequence = new CountingSequence();
  const { stream } = run('x'.repeat(300), { sequence, isInterrupted: () => sequence.chunks.length < 3 });
  await itemsOf(stream);
  assert.deepEqual(sequence.chunks, [16, 16, 16, 128]);
  assert.equal(sequence.state.length, 304);
});

test('an abort while the prompt is read stops after the chunk at work, and the next reading goes on from there', async () => {
  const { sequence, abort, stream } = run('x'.repeat(300));
  await stream.next();
  await stream.next();
  abort.abort();
  await assert.rejects(itemsOf(stream), { name: 'AbortError' });
  assert.deepEqual(sequence.chunks, [128]);
  await itemsOf(run('x'.repeat(300), { sequence }).stream);
  assert.deepEqual(sequence.chunks, [128, 128]);
});

test('leaving the stream between two tokens leaves the evaluation before the next token', async () => {
  const { sequence, stream } = run('xy', { maxTokens: 500 });
  for await (const piece of stream) if (piece.kind === 'text' && sequence.generated === 3) break;
  assert.equal(sequence.generated, 3);
  assert.equal(sequence.isLeft, true);
});

test('an abort that comes while others go first ends the stream without a further token', async () => {
  let steps = 0;
  const started = run('xy', {
    maxTokens: 500,
    mayStep: async () => {
      if (++steps === 6) started.abort.abort();
    },
  });
  await assert.rejects(itemsOf(started.stream), { name: 'AbortError' });
  assert.equal(started.sequence.isLeft, true);
  assert.ok(started.sequence.generated <= 4);
});

test('what was generated counts as cached when it is typed', async () => {
  const sequence = new CountingSequence();
  await itemsOf(run('xy', { sequence }).stream);
  const pieces = await itemsOf(run('xyaaa', { sequence }).stream);
  const end = pieces.at(-1);
  assert.equal(end?.kind === 'end' ? end.usage.evaluatedTokens : undefined, 1);
});
