import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OwnTime } from '../../../src/editor/ownTime.ts';

function clock() {
  let at = 0;
  const time = new OwnTime(() => at);
  return { time, pass: (ms: number) => (at += ms) };
}

test('time spent waiting is told from other time', async () => {
  const { time, pass } = clock();
  const waited = time.begin();
  pass(3);
  await time.waitingFor(Promise.resolve().then(() => pass(50)));
  pass(4);
  assert.equal(waited(), 50);
});

test('waiting for two things at once counts once, and counts while it lasts', async () => {
  const { time, pass } = clock();
  const waited = time.begin();
  const { promise, resolve } = Promise.withResolvers<void>();
  const both = [time.waitingFor(promise), time.waitingFor(promise)];
  pass(20);
  assert.equal(waited(), 20);
  resolve();
  await Promise.all(both);
  pass(5);
  assert.equal(waited(), 20);
});

test('of a stream the time until each piece counts, and what the reader does between does not', async () => {
  const { time, pass } = clock();
  const waited = time.begin();
  async function* pieces() {
    await Promise.resolve();
    pass(10);
    yield 'one';
    await Promise.resolve();
    pass(10);
    yield 'two';
  }
  for await (const _ of time.waitingForEach(pieces())) pass(7);
  assert.equal(waited(), 20);
});

test('a stream that is left early is ended, and nothing waits for it any more', async () => {
  const { time, pass } = clock();
  let isEnded = false;
  async function* pieces() {
    try {
      yield 'one';
      yield 'two';
    } finally {
      isEnded = true;
    }
  }
  for await (const _ of time.waitingForEach(pieces())) break;
  const waited = time.begin();
  pass(9);
  assert.equal(waited(), 0);
  assert(isEnded);
});

test('what fails is no longer waited for', async () => {
  const { time, pass } = clock();
  await assert.rejects(time.waitingFor(Promise.reject(new Error('no'))));
  const waited = time.begin();
  pass(9);
  assert.equal(waited(), 0);
});
