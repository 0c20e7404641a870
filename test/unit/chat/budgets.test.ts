import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerReserve, thoughtBudget, tokensOf } from '../../../src/chat/budgets.ts';

test('a trace may have the tokens of its level where the context has room for them and an answer', () => {
  const long = 32_768;
  const levels = (['off', 'short', 'normal', 'deep'] as const).map(level => thoughtBudget(level, long, 1000));
  assert.deepEqual(levels, [0, 512, 2048, 8192]);
});

test('in a small context the answer keeps its room, and a trace may say something all the same', () => {
  assert.deepEqual([answerReserve(8192), answerReserve(1024)], [512, 256]);
  assert.equal(thoughtBudget('deep', 4096, 1000), 4096 - 1000 - 512);
  assert.equal(thoughtBudget('normal', 1024, 300), 1024 - 300 - 256);
  assert.equal(thoughtBudget('deep', 1024, 1000), 64);
  assert.equal(thoughtBudget('off', 1024, 1000), 0);
});

test('a mark is one token, text as many as are estimated', () => {
  assert.equal(tokensOf({ prompt: [{ mark: '<｜User｜>' }, 'a + b', { mark: '<think>' }] }), 5);
  assert.equal(tokensOf({ turns: [{ role: 'user', text: 'a + b' }] }), 3);
});
