import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { answerReserve } from '../../../src/chat/budgets.ts';
import { sentTurns } from '../../../src/chat/past.ts';
import { type Asked, fitOf, roomOf, thoughtReserve } from '../../../src/chat/room.ts';
import type { Answered, Question, Turn } from '../../../src/chat/turns.ts';
import { tokensIn } from '../../../src/context/tokens.ts';
import { type Attachment, withAttachments } from '../../../src/prompt/attachments.ts';
import type { Thinking } from '../../../src/shared/chat.ts';

const asks = (id: string, text: string, more: Partial<Question> = {}): Question => ({
  role: 'user',
  id,
  parent: undefined,
  at: 0,
  text,
  attachments: [],
  ...more,
});

const answers = (id: string, answer: string, more: Partial<Answered> = {}): Answered => ({
  role: 'assistant',
  id,
  parent: String(Number(id) - 1),
  at: 0,
  state: 'complete',
  answer,
  tokens: 1,
  ...more,
});

const attached = (id: string, text: string): Attachment => ({
  id,
  kind: 'file',
  label: id,
  path: `src/${id}.ts`,
  languageId: 'typescript',
  text,
});

const words = (count: number): string => 'word '.repeat(count);

const asked = (change: Partial<Asked> = {}): Asked => ({
  path: [],
  standing: [],
  chips: [],
  thinking: 'normal',
  context: 4096,
  text: 'Why?',
  ...change,
});

/** Three questions with their replies, each pair of about 800 tokens. */
const threePairs: readonly Turn[] = ['1', '3', '5'].flatMap(id => [
  asks(id, words(100)),
  answers(String(Number(id) + 1), words(700)),
]);

const choicesOf = (question: Asked): readonly string[] => fitOf(question)?.view.choices.map(one => one.choice) ?? [];

test('the reserve for the trace follows the level, and is a share of a small context', () => {
  const levels: readonly Thinking[] = ['off', 'short', 'normal', 'deep'];
  assert.deepEqual(
    levels.map(level => thoughtReserve(level, 32_768)),
    [0, 512, 2048, 8192],
  );
  assert.deepEqual(
    levels.map(level => thoughtReserve(level, 8192)),
    [0, 512, 2048, 4096],
  );
  assert.deepEqual(
    levels.map(level => thoughtReserve(level, 2048)),
    [0, 256, 512, 1024],
  );
});

test('the reserve for the answer is 512 tokens or a quarter of the context', () => {
  assert.equal(answerReserve(8192), 512);
  assert.equal(answerReserve(1024), 256);
});

test('what is used is what is sent: questions with attachments, answers, rules and chips', () => {
  const rules = attached('rules', words(50));
  const chip = attached('chip', words(30));
  const file = attached('file', words(20));
  const path = [asks('1', 'Why?', { attachments: [file] }), answers('2', 'Because.')];
  const { used, context, reserve } = roomOf(asked({ path, standing: [rules], chips: [chip] }));
  const text = withAttachments('Why?', [file]) + withAttachments('', [rules]) + withAttachments('Because.', [chip]);
  assert.ok(used >= tokensIn(text) && used <= tokensIn(text) + 12);
  assert.deepEqual([context, reserve], [4096, 1024 + 512]);
});

test('old traces and replies without an answer take no room', () => {
  const thought = { text: words(500), milliseconds: 1, tokens: 500, steps: [], ended: 'model' } as const;
  const used = (path: readonly Turn[]): number => roomOf(asked({ path })).used;
  assert.equal(used([answers('2', 'Yes.', { thought })]), used([answers('2', 'Yes.')]));
  assert.equal(used([answers('2', '', { thought })]), 0);
});

test('turns that the person left out, now or at an earlier question, are not sent', () => {
  const [first, second, , , fifth] = threePairs;
  assert.ok(first && second && fifth);
  assert.deepEqual(sentTurns(threePairs), threePairs);
  assert.deepEqual(sentTurns(threePairs, '2'), threePairs.slice(2));
  const later = [...threePairs.slice(0, 4), asks('5', 'And now?', { leavesOut: '2' }), answers('6', 'Now.')];
  assert.deepEqual(sentTurns(later), later.slice(2));
  assert.deepEqual(sentTurns(later, '4'), later.slice(4));
  assert.deepEqual(sentTurns(threePairs, 'of another branch'), threePairs);
});

test('a question that fits has nothing to choose', () => assert.equal(fitOf(asked()), undefined));

test('as few of the oldest pairs as help are left out, whole', () => {
  const unfit = fitOf(asked({ path: threePairs, text: words(300) }));
  assert.deepEqual(unfit?.view.choices[0], { choice: 'leaveOutOldest', count: 2 });
  assert.equal(unfit?.leavesOut, '2');
  const two = fitOf(asked({ path: threePairs, text: words(1200) }));
  assert.deepEqual(two?.view.choices[0], { choice: 'leaveOutOldest', count: 4 });
  assert.equal(two?.leavesOut, '4');
});

test('a question without a reply is left out alone', () => {
  const path = [asks('1', words(2400)), asks('2', words(100)), answers('3', words(100))];
  const unfit = fitOf(asked({ path, text: words(300) }));
  assert.deepEqual([unfit?.view.choices[0]?.count, unfit?.leavesOut], [1, '1']);
});

test('attachments are left out where that is enough', () => {
  const chips = [attached('a', words(1500)), attached('b', words(1500))];
  assert.deepEqual(fitOf(asked({ chips }))?.view.choices, [
    { choice: 'leaveOutAttachments', count: 2 },
    { choice: 'lessRoom' },
  ]);
  assert.deepEqual(choicesOf(asked({ chips, text: words(3000) })), []);
});

test('the context is raised to the next power of two that fits, with the memory it takes', () => {
  const question = asked({ text: words(5000), longestContext: 131_072, cacheBytesPerToken: 1000 });
  assert.deepEqual(fitOf(question)?.view.choices, [
    { choice: 'raiseContext', longer: { tokens: 8192, bytes: 4_096_000 } },
  ]);
  assert.deepEqual(fitOf({ ...question, context: 5000 })?.view.choices, [
    { choice: 'raiseContext', longer: { tokens: 8192, bytes: 3_192_000 } },
  ]);
  assert.deepEqual(choicesOf({ ...question, longestContext: 8191 }), []);
  const { longestContext: _, ...onServer } = question;
  assert.deepEqual(choicesOf(onServer), []);
});

test('with less room a question is sent only while 256 tokens are left', () => {
  const question = (count: number): Asked => asked({ text: words(count), context: 2048 });
  assert.deepEqual(choicesOf(question(2048 - 256 - 6)), ['lessRoom']);
  assert.deepEqual(choicesOf(question(2048 - 256)), []);
});

test('a chat of 2,000 messages is counted once', () => {
  let reads = 0;
  const counting = (turn: Turn): Turn =>
    new Proxy(turn, {
      get: (target, key): unknown => {
        if (key === 'text' || key === 'answer') reads += 1;
        return Reflect.get(target, key);
      },
    });
  const path = Array.from({ length: 2000 }, (_, at) =>
    counting(at % 2 === 0 ? asks(String(at), words(20)) : answers(String(at), words(200))),
  );
  roomOf(asked({ path }));
  const first = reads;
  for (const text of ['W', 'Wh', 'Why']) fitOf(asked({ path, text }));
  assert.ok(first >= 2000);
  assert.equal(reads, first);
});

const attachments = fc.array(
  fc.record({ id: fc.uuid(), size: fc.nat(900) }).map(({ id, size }) => attached(id, words(size))),
  { maxLength: 3 },
);

const anyAsked: fc.Arbitrary<Asked> = fc
  .record({
    sizes: fc.array(fc.tuple(fc.nat(600), fc.nat(900), fc.boolean()), { maxLength: 8 }),
    standing: attachments,
    chips: attachments,
    thinking: fc.constantFrom<Thinking>('off', 'short', 'normal', 'deep'),
    context: fc.integer({ min: 512, max: 9000 }),
    longestContext: fc.integer({ min: 512, max: 40_000 }),
    question: fc.nat(3000),
  })
  .map(({ sizes, question, ...rest }) => ({
    ...rest,
    path: sizes.flatMap(([asking, answering, isAnswered], at) => [
      asks(`q${at}`, words(asking)),
      ...(isAnswered ? [answers(`a${at}`, words(answering))] : []),
    ]),
    text: words(question),
  }));

test('each choice, once applied, makes the question fit, and a pair is never parted', () => {
  fc.assert(
    fc.property(anyAsked, question => {
      const unfit = fitOf(question);
      if (unfit === undefined) return;
      const { room, question: size } = unfit.view;
      for (const { choice, count, longer } of unfit.view.choices)
        if (choice === 'leaveOutOldest') {
          const leavesOut: string = unfit.leavesOut ?? '';
          const left = sentTurns(question.path, leavesOut);
          assert.equal(fitOf({ ...question, leavesOut }), undefined);
          assert.equal(question.path.length - left.length, count);
          assert.notEqual(left[0]?.role, 'assistant');
        } else if (choice === 'leaveOutAttachments') assert.equal(fitOf({ ...question, chips: [] }), undefined);
        else if (choice === 'raiseContext') {
          assert.ok((longer?.tokens ?? Infinity) <= (question.longestContext ?? 0));
          assert.equal(fitOf({ ...question, context: longer?.tokens ?? 0 }), undefined);
        } else assert.ok(room.used + size + 256 <= room.context);
    }),
    { numRuns: 1000 },
  );
});

test('one pair less than was offered would not fit', () => {
  fc.assert(
    fc.property(anyAsked, question => {
      const leavesOut = fitOf(question)?.leavesOut;
      if (leavesOut === undefined) return;
      const ids = question.path.map(turn => turn.id);
      const before = question.path
        .slice(0, ids.indexOf(leavesOut))
        .findLast((_, at) => question.path[at + 1]?.role === 'user');
      if (before !== undefined) assert.notEqual(fitOf({ ...question, leavesOut: before.id }), undefined);
    }),
    { numRuns: 1000 },
  );
});
