import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  grouped,
  duration,
  memory,
  reasoningName,
  secondsToAnswer,
  speed,
  thoughtFigures,
} from '../../../src/page/labels.ts';
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

test('a running trace is told with its speed once a second has passed, an ended one with its steps', () => {
  const thought = thoughtView({ tokens: 348, elapsed: 12_000 });
  const steps = [0, 50, 90, 120].map(at => ({ at, turn: at === 0 ? '' : 'Wait' }));
  assert.equal(thoughtFigures(thought), '348 tokens · 29/s');
  assert.equal(thoughtFigures({ ...thought, tokens: 20, elapsed: 8000 }), '20 tokens · 2.5/s');
  assert.equal(thoughtFigures({ ...thought, tokens: 1, elapsed: 999 }), '1 token');
  assert.equal(thoughtFigures({ ...thought, steps, ended: true }), '348 tokens · 4 steps');
  assert.equal(thoughtFigures({ ...thought, steps: steps.slice(0, 1), ended: true }), '348 tokens');
});

test('lengths of context are grouped by thousands, and memory is told in the unit that fits', () => {
  assert.deepEqual([512, 8192, 131_072].map(grouped), ['512', '8,192', '131,072']);
  assert.deepEqual([2e5, 64e6, 99.9e6, 0.1e9, 0.94e9, 12e9].map(memory), [
    '1 MB',
    '64 MB',
    '100 MB',
    '0.1 GB',
    '0.9 GB',
    '12.0 GB',
  ]);
});
