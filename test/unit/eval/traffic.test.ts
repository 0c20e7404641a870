import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Stroke } from '../../eval/replayedEditor.ts';
import type { Work } from '../../eval/simulatedEngine.ts';
import { trafficOf } from '../../eval/traffic.ts';

/** A request that comes at `at` and reads so many of its hundred tokens in one step. */
const work = (at: number, tokens: number, more: Partial<Work> = {}): Work => ({
  at,
  cache: 'main',
  prompt: '',
  promptTokens: 100,
  budgetTokens: 100,
  evaluations: [{ at, tokens }],
  isRead: true,
  generated: '',
  generatedTokens: 0,
  unwantedTokens: 0,
  aborted: false,
  ms: 0,
  ...more,
});

const stroke = (at: number, more: Partial<Stroke> = {}): Stroke => ({ at, lines: 0, moved: 0, ...more });

test('a step of evaluation belongs to the stroke before it, whichever request it is of', () => {
  const works = [
    work(15, 0, {
      evaluations: [
        { at: 15, tokens: 30 },
        { at: 25, tokens: 10 },
      ],
    }),
    work(26, 2),
  ];
  const { evaluatedPerStroke } = trafficOf({ works, strokes: [stroke(0), stroke(10), stroke(20)] });
  assert.deepEqual(evaluatedPerStroke, { mean: 14, p95: 30 });
});

test('of twenty strokes the 95th of a hundred is the second highest', () => {
  const strokes = Array.from({ length: 20 }, (_, at) => stroke(at * 10));
  const works = strokes.map(({ at }) => work(at + 1, at));
  assert.equal(trafficOf({ works, strokes }).evaluatedPerStroke.p95, 180);
});

test('the first prompt of a session and of a far place are told apart from those evaluated again; short ones do not count', () => {
  const strokes = [stroke(0, { lines: 32 }), stroke(10, { lines: 32 }), stroke(20, { moved: 33 }), stroke(30)];
  const told = (...works: Work[]) => trafficOf({ works, strokes }).halfAgain;
  assert.deepEqual(told(work(1, 100), work(11, 51)), { per32Lines: 0.5, atNewPlaces: 1 });
  assert.deepEqual(told(work(1, 100), work(21, 51), work(31, 51)), { per32Lines: 0.5, atNewPlaces: 2 });
  assert.deepEqual(told(work(1, 100), work(11, 50)), { per32Lines: 0, atNewPlaces: 1 });
  assert.deepEqual(told(work(1, 100), work(11, 100, { cache: 'quick' })), { per32Lines: 0, atNewPlaces: 1 });
});

test('a prompt that was only begun at a new place may be read there by the next request', () => {
  const works = [work(1, 20, { isRead: false }), work(11, 80)];
  assert.deepEqual(trafficOf({ works, strokes: [stroke(0), stroke(10)] }).halfAgain, { per32Lines: 0, atNewPlaces: 1 });
});
