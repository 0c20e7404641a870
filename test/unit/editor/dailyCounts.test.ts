import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DailyCounts, counted, dayOf, parseCounts, totalOf } from '../../../src/editor/dailyCounts.ts';

const dayAfter = (days: number): string => dayOf(new Date(2026, 0, 1 + days, 12));

test('each thing is counted on its day', () => {
  const first = counted({}, '2026-01-31', 'shown');
  const both = counted(counted(first, '2026-01-31', 'taken'), '2026-02-01', 'shown');
  assert.deepEqual(both, {
    '2026-01-31': { shown: 1, taken: 1, kept: 0, keptLong: 0 },
    '2026-02-01': { shown: 1, taken: 0, kept: 0, keptLong: 0 },
  });
  assert.deepEqual(totalOf(both), { shown: 2, taken: 1, kept: 0, keptLong: 0 });
});

test('thirty days are remembered, in little room', () => {
  let counts: DailyCounts = {};
  for (let day = 0; day < 100; day++)
    for (const what of ['shown', 'taken', 'kept'] as const) counts = counted(counts, dayAfter(day), what);
  assert.deepEqual(
    Object.keys(counts),
    Array.from({ length: 30 }, (_, at) => dayAfter(70 + at)),
  );
  assert(JSON.stringify(counts).length < 4096);
});

test('a day is that of the person’s calendar', () => assert.equal(dayOf(new Date(2026, 8, 5, 23, 59)), '2026-09-05'));

test('what was stored is read back, and what is damaged is left out', () => {
  const good = { '2026-01-31': { shown: 3, taken: 2, kept: 1, keptLong: 0 } };
  assert.deepEqual(parseCounts(JSON.parse(JSON.stringify(good))), good);
  assert.deepEqual(parseCounts({ ...good, yesterday: good['2026-01-31'], '2026-02-01': { shown: '3' } }), good);
  for (const damaged of [undefined, null, 'text', 7, []]) assert.deepEqual(parseCounts(damaged), {});
});
