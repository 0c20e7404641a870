import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextSize, estimatedTokens, filling, inThousands } from '../../../../src/page/composer/room.ts';

test('Latin text is about a token for 3.6 characters, Chinese, Japanese and Korean one a character', () => {
  assert.equal(estimatedTokens(''), 0);
  assert.equal(estimatedTokens('x'.repeat(36)), 10);
  assert.equal(estimatedTokens('为什么'), 3);
  assert.equal(estimatedTokens('キュー'), 3);
  assert.equal(estimatedTokens('큐가'), 2);
  assert.equal(estimatedTokens(`为什么${'x'.repeat(36)}`), 13);
});

test('the context is tight when the answer would not have all that is kept for it, and over when nothing is left', () => {
  const room = { context: 100, used: 60, reserve: 30 };
  const draft = (tokens: number): string => '字'.repeat(tokens);
  assert.equal(filling(room, draft(10)).fullness, 'roomy');
  assert.equal(filling(room, draft(11)).fullness, 'tight');
  assert.equal(filling(room, draft(40)).fullness, 'tight');
  assert.deepEqual(filling(room, draft(41)), { context: 100, used: 101, reserve: 30, fullness: 'over' });
});

test('tokens are shown in thousands and contexts by the names people use', () => {
  assert.deepEqual([0, 60, 100, 3100, 9949, 9950, 12_400].map(inThousands), [
    '0',
    '60',
    '0.1k',
    '3.1k',
    '9.9k',
    '10k',
    '12k',
  ]);
  assert.deepEqual([4096, 8192, 131_072, 6000, 2500].map(contextSize), ['4k', '8k', '128k', '6k', '2.5k']);
});
