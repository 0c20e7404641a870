import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pace } from '../../../src/completion/pace.ts';
import { pauseBeforeAsking } from '../../../src/completion/pause.ts';
import { windowAt } from './flow.ts';

test('the speed is that of the middle one of the last answers for which much was read', () => {
  const pace = new Pace();
  assert.equal(pace.tokensPerSecond, undefined);
  pace.firstPiece(500, 1000);
  pace.firstPiece(2, 30);
  assert.equal(pace.tokensPerSecond, 500);
  for (let answer = 0; answer < 5; answer += 1) pace.firstPiece(100, 1000);
  assert.equal(pace.tokensPerSecond, 100);
});

test('one slow answer among fast ones changes nothing', () => {
  const pace = new Pace();
  for (const ms of [40, 50, 4000, 60, 50]) pace.firstPiece(2, ms);
  assert.equal(pace.firstPieceMs, 50);
});

test('where a person stops to think, the engine is asked at once', () => {
  for (const marked of ['║', '  ║', 'a.║', 'f(║', 'f(a,║', 'a =║', 'x = {║', 'x = [║', 'return ║'])
    assert.equal(pauseBeforeAsking(windowAt(marked), 40), 0, marked);
});

test('within a word it waits for the next key', () => {
  for (const marked of ['a║', 'const na║', 'a.b║', 'f(a║'])
    assert.equal(pauseBeforeAsking(windowAt(marked), 40), 75, marked);
});

test('a slow engine is asked less often, but never later than after 400 ms', () => {
  assert.equal(pauseBeforeAsking(windowAt('na║'), undefined), 75);
  assert.equal(pauseBeforeAsking(windowAt('na║'), 550), 175);
  assert.equal(pauseBeforeAsking(windowAt('a.║'), 550), 100);
  assert.equal(pauseBeforeAsking(windowAt('na║'), 60_000), 400);
});
