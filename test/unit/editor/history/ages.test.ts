import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Age, ageOf, byAge } from '../../../../src/editor/history/ages.ts';
import { tellChat } from './inEditor.ts';

const now = new Date(2026, 10, 26, 15, 0).getTime();
const at = (day: number, hour: number, minute = 0): number => new Date(2026, 10, day, hour, minute).getTime();

const ages: readonly (readonly [time: number, age: Age, told: string | RegExp])[] = [
  [now + 5_000, 'today', 'just now'],
  [at(26, 14, 59) + 30_000, 'today', 'just now'],
  [at(26, 14, 55), 'today', '5 min ago'],
  [at(26, 0), 'today', '15 h ago'],
  [at(25, 23, 59), 'yesterday', /^Wed.*11:59/],
  [at(25, 0), 'yesterday', /^Wed/],
  [at(24, 23), 'week', /^Tue/],
  [at(19, 0), 'week', /^Thu/],
  [at(18, 23, 59), 'older', 'Nov 18, 2026'],
];

for (const [time, age, told] of ages)
  test(`${new Date(time).toString().slice(0, 21)} is ${age}`, () => {
    assert.equal(ageOf(time, now), age);
    const words = tellChat({ updatedAt: time, questions: 2 }, now).split(' · ');
    assert.equal(words[1], '2 questions');
    if (typeof told === 'string') assert.equal(words[0], told);
    else assert.match(words[0] ?? '', told);
  });

test('just after midnight what was asked a moment ago is of yesterday, and still told in minutes', () => {
  const midnight = at(26, 0, 5);
  assert.equal(ageOf(at(25, 23, 55), midnight), 'yesterday');
  assert.equal(tellChat({ updatedAt: at(25, 23, 55), questions: 1 }, midnight), '10 min ago · 1 question');
});

test('chats are grouped by age, and in each group this workspace’s come first', () => {
  const chat = (id: string, updatedAt: number, workspace: string) => ({ id, updatedAt, workspace });
  const chats = [
    chat('a', at(26, 14), 'other'),
    chat('b', at(26, 13), 'here'),
    chat('c', at(26, 12), 'here'),
    chat('d', at(2, 12), 'other'),
  ];
  const groups = byAge(chats, 'here', now).map(({ age, items }) => [age, ...items.map(({ id }) => id)].join(' '));
  assert.deepEqual(groups, ['today b c a', 'older d']);
});
