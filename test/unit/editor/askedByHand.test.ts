import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AskedByHand, type Spot } from '../../../src/editor/askedByHand.ts';

const spot: Spot = { uri: 'file:///a.ts', version: 3, line: 1, character: 8 };
const next: Spot = { ...spot, version: 4, character: 9 };

test('a question by hand wants three suggestions, the first time not anew', () => {
  const byHand = new AskedByHand();
  assert.equal(byHand.mark(spot), undefined);
  assert.deepEqual(byHand.wishAt(spot), { alternatives: 3, isAnew: false });
});

test('the command again at the same place asks anew, once', () => {
  const byHand = new AskedByHand();
  byHand.mark(spot);
  byHand.wishAt(spot);
  byHand.ended(spot, 'shown');
  assert.equal(byHand.mark(spot), 'shown');
  assert.equal(byHand.wishAt(spot).isAnew, true);
  assert.equal(byHand.wishAt(spot).isAnew, false);
});

test('the command again before there is an answer goes on waiting for it', () => {
  const byHand = new AskedByHand();
  byHand.mark(spot);
  byHand.wishAt(spot);
  assert.equal(byHand.mark(spot), undefined);
  assert.equal(byHand.wishAt(spot).isAnew, false);
});

test('after a key, or elsewhere, the command asks for the first time', () => {
  const byHand = new AskedByHand();
  byHand.mark(spot);
  byHand.ended(spot, 'shown');
  assert.equal(byHand.mark(next), undefined);
  byHand.ended(next, 'shown');
  assert.equal(byHand.mark({ ...next, uri: 'file:///b.ts' }), undefined);
});

test('a question of VS Code’s own never asks anew', () => {
  const byHand = new AskedByHand();
  byHand.mark(spot);
  byHand.wishAt(spot);
  byHand.ended(spot, 'shown');
  assert.equal(byHand.wishAt(spot).isAnew, false);
});

test('a wish that VS Code did not pass on is not taken at another place', () => {
  const byHand = new AskedByHand();
  byHand.mark(spot);
  byHand.ended(spot, 'shown');
  byHand.mark(spot);
  assert.equal(byHand.wishAt(next).isAnew, false);
});

test('after a question that failed, the command asks as if for the first time', () => {
  const byHand = new AskedByHand();
  byHand.mark(spot);
  byHand.wishAt(spot);
  byHand.ended(spot, 'unanswered');
  assert.equal(byHand.mark(spot), 'unanswered');
  assert.equal(byHand.wishAt(spot).isAnew, false);
});
