import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupStart, regroup } from '../../../src/page/turnGroups.ts';
import type { TurnView } from '../../../src/shared/chat.ts';
import { replyView } from '../../fakes/views.ts';

const turns: readonly TurnView[] = Array.from({ length: 100 }, (_, at) => replyView({ id: String(at) }));

test('groups hold all turns in order and know where they start', () => {
  const groups = regroup([], turns);
  assert.deepEqual(groups.flat(), turns);
  assert.ok(groups.length > 1);
  groups.forEach((group, at) => assert.equal(group[0], turns[groupStart(at)]));
});

test('only the group in which something changed is another one', () => {
  const before = regroup([], turns);
  const grown = [...turns.slice(0, -1), replyView({ id: '99', answer: 'It' })];
  const same = regroup(before, grown).map((group, at) => group === before[at]);
  assert.deepEqual(same, [...before.slice(1).map(() => true), false]);
  const longer = regroup(before, [...turns, replyView({ id: '100' })]);
  assert.equal(longer[0], before[0]);
  assert.equal(longer.flat().length, 101);
});
