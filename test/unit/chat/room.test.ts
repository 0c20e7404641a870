import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { fitOf, roomOf, type Filling } from '../../../src/chat/room.ts';
import type { Turn } from '../../../src/chat/turns.ts';

const question = (id: number, text: string, more: object = {}): Turn => ({
  role: 'user',
  id: String(id),
  parent: id > 1 ? String(id - 1) : undefined,
  at: 0,
  text,
  attachments: [],
  ...more,
});

const answered = (id: number, answer: string): Turn => ({
  role: 'assistant',
  id: String(id),
  parent: String(id - 1),
  at: 0,
  state: 'complete',
  answer,
  tokens: 0,
  thought: { text: 'x '.repeat(5000), milliseconds: 0, tokens: 5000, steps: [], ended: 'model' },
});

const words = (count: number): string => 'word '.repeat(count);

const attachment = (count: number) => ({
  id: 'file:a',
  kind: 'file' as const,
  label: 'a.ts',
  path: 'a.ts',
  languageId: 'typescript',
  text: words(count),
});

const filling = (change: Partial<Filling> = {}): Filling => ({
  path: [],
  attachments: [],
  thinking: 'short',
  context: 4096,
  longestContext: 16_384,
  cacheBytesPerToken: 100,
  ...change,
});

test('old thoughts fill nothing, and what was left out neither', () => {
  const path = [question(1, words(100)), answered(2, words(100)), question(3, words(10))];
  const { used } = roomOf(filling({ path }));
  assert(used > 210 && used < 260, String(used));
  const without = [...path.slice(0, 2), question(3, words(10), { leavesOut: '2' })];
  assert(roomOf(filling({ path: without })).used < 20);
});

test('the reserve is the trace’s budget and an answer, less in a small context', () => {
  assert.equal(roomOf(filling({ thinking: 'off', context: 8192 })).reserve, 512);
  assert.equal(roomOf(filling({ thinking: 'normal', context: 8192 })).reserve, 2560);
  assert.equal(roomOf(filling({ thinking: 'deep', context: 8192 })).reserve, 4608);
  assert.equal(roomOf(filling({ thinking: 'normal', context: 2048 })).reserve, 1536);
});

test('a question that fits is not held up', () => assert.equal(fitOf(filling(), words(100)), undefined));

test('only choices that help are offered, with what they cost', () => {
  const path = [question(1, words(1500)), answered(2, words(800)), question(3, 'b'), answered(4, words(300))];
  const fit = fitOf(filling({ path, attachments: [attachment(600)] }), words(50));
  assert.deepEqual(
    fit?.view.choices.map(({ choice, count }) => [choice, count]),
    [
      ['leaveOutOldest', 2],
      ['leaveOutAttachments', 1],
      ['raiseContext', undefined],
      ['lessRoom', undefined],
    ],
  );
  assert.equal(fit?.leavesOut, '2');
  assert.deepEqual(fit?.longer, { tokens: 8192, bytes: 409_600 });
});

test('a question longer than any context has no choice but to be changed', () =>
  assert.deepEqual(fitOf(filling({ longestContext: 4096 }), words(9000))?.view.choices, []));

test('each choice that is offered makes the question fit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 12 }),
      fc.integer({ min: 0, max: 3000 }),
      fc.integer({ min: 0, max: 3000 }),
      fc.constantFrom('off', 'short', 'normal', 'deep'),
      (lengths, attached, asked, thinking) => {
        const path = lengths
          .slice(0, lengths.length - (lengths.length % 2))
          .map((length, at) => (at % 2 === 0 ? question(at + 1, words(length)) : answered(at + 1, words(length))));
        const before = filling({ path, attachments: [attachment(attached)], thinking });
        const fit = fitOf(before, words(asked));
        for (const { choice, longer } of fit?.view.choices ?? []) {
          if (choice === 'leaveOutAttachments')
            assert.equal(fitOf({ ...before, attachments: [] }, words(asked)), undefined);
          if (choice === 'raiseContext')
            assert.equal(fitOf({ ...before, context: longer?.tokens ?? 0, thinking: 'off' }, words(asked)), undefined);
          if (choice !== 'leaveOutOldest') continue;
          const left = path.slice(path.findIndex(({ id }) => id === fit?.leavesOut) + 1);
          assert.equal(fitOf({ ...before, path: left }, words(asked)), undefined);
        }
      },
    ),
    { numRuns: 100 },
  );
});
