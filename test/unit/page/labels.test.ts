import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duration, reasoningName, secondsToAnswer, speed } from '../../../src/page/labels.ts';
import { thoughtView } from '../../fakes/views.ts';

test('times are told in whole seconds, and in minutes from the first', () => {
  assert.deepEqual([-5, 0, 999, 1000, 59_999, 60_000, 125_400].map(duration), [
    '0 s',
    '0 s',
    '0 s',
    '1 s',
    '59 s',
    '1 min 0 s',
    '2 min 5 s',
  ]);
});

test('the reasoning panel is named with its time, and with its tokens once they are known for sure', () => {
  const thought = thoughtView({ tokens: 840 });
  assert.equal(reasoningName(thought, 12_400), 'Reasoning, 12 s');
  assert.equal(reasoningName({ ...thought, ended: true }, 12_400), 'Reasoning, 12 s, 840 tokens');
  assert.equal(reasoningName({ ...thought, ended: true, tokens: 1 }, 500), 'Reasoning, 0 s, 1 token');
});

test('speed has a decimal only where it matters', () => {
  assert.equal(speed(31.4), '31 tokens/s');
  assert.equal(speed(3.14), '3.1 tokens/s');
  assert.equal(secondsToAnswer(4.23), '4.2 s to the answer');
});
