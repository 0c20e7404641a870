import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  branchesOf,
  branchOf,
  emptyChat,
  highestId,
  pathTo,
  shownPath,
  titleOf,
  withBranchShown,
  withChanged,
  withTurn,
} from '../../../src/chat/tree.ts';
import type { Answered, Chat, Question, Turn } from '../../../src/chat/turns.ts';

const question = (id: string, parent?: string): Question => ({
  role: 'user',
  id,
  parent,
  at: 0,
  text: `q${id}`,
  attachments: [],
});
const reply = (id: string, parent: string): Answered => ({
  role: 'assistant',
  id,
  parent,
  at: 0,
  state: 'complete',
  answer: `a${id}`,
  tokens: 1,
});
const chatOf = (...turns: Turn[]): Chat => turns.reduce(withTurn, emptyChat('c', 0, ''));
const ids = (turns: readonly Turn[]): string => turns.map(({ id }) => id).join(' ');

test('the newest branch is shown, and another once it is chosen, with all that follows it', () => {
  const chat = chatOf(question('1'), reply('2', '1'), question('3', '2'), reply('4', '3'), reply('5', '1'));
  assert.equal(ids(shownPath(chat)), '1 5');
  const earlier = withBranchShown(chat, '5', 1);
  assert.equal(earlier && ids(shownPath(earlier)), '1 2 3 4');
});

test('where nothing is chosen, or what is not there, the newest is shown', () => {
  const { turns } = chatOf(question('1'), reply('2', '1'), reply('3', '1'));
  assert.equal(ids(shownPath({ turns, shown: {} })), '1 3');
  assert.equal(ids(shownPath({ turns, shown: { '': '9', 1: '2' } })), '1 2');
});

test('a turn knows which branch it is, where there is more than one', () => {
  const chat = chatOf(question('1'), reply('2', '1'), reply('3', '1'));
  const branches = branchesOf(chat);
  assert.deepEqual(
    chat.turns.map(turn => branchOf(turn, branches)),
    [undefined, { number: 1, count: 2 }, { number: 2, count: 2 }],
  );
});

test('a branch that is not there cannot be shown', () => {
  const chat = chatOf(question('1'), reply('2', '1'));
  for (const [id, number] of [
    ['2', 2],
    ['2', 0],
    ['9', 1],
  ] as const)
    assert.equal(withBranchShown(chat, id, number), undefined);
});

test('names that objects have by themselves are ids like others', () => {
  const chat = chatOf(question('constructor'), reply('__proto__', 'constructor'), reply('toString', 'constructor'));
  assert.equal(ids(shownPath(chat)), 'constructor toString');
  assert.equal(ids(shownPath({ ...chat, shown: {} })), 'constructor toString');
});

test('a damaged chat in which a turn follows itself ends all the same', () => {
  const turns = [question('1'), reply('1', '1'), reply('2', '3'), reply('3', '2')];
  assert(shownPath({ turns, shown: {} }).length <= 4);
  assert(pathTo('3', { turns }).length <= 4);
});

test('ids are counted on from the highest number', () =>
  assert.equal(highestId(chatOf(question('7'), reply('12', '7'), reply('x', '7'))), 12));

test('a title is the first line, shortened to whole words', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['  \n Why is  it slow?\nSee below.', 'Why is it slow?'],
    ['', ''],
    [`${'word '.repeat(12)}end`, `${'word '.repeat(11)}word…`],
    ['a'.repeat(60), 'a'.repeat(60)],
    ['a'.repeat(61), `${'a'.repeat(59)}…`],
    [`${'a'.repeat(58)}😀b`, `${'a'.repeat(58)}…`],
  ];
  for (const [text, title] of cases) assert.equal(titleOf(text), title);
});

/** What can be done to a tree, on turns chosen by chance. */
const deeds = fc.array(
  fc.record({
    kind: fc.constantFrom('ask', 'edit', 'reply', 'show', 'change'),
    at: fc.nat(1000),
    number: fc.integer({ min: 0, max: 5 }),
  }),
  { maxLength: 40 },
);

type Deed = Parameters<Parameters<typeof deeds.map>[0]>[0][number];

function done(chat: Chat, { kind, at, number }: Deed, id: string): Chat {
  const turn = chat.turns[at % Math.max(1, chat.turns.length)];
  switch (kind) {
    case 'ask':
      return withTurn(chat, question(id, shownPath(chat).at(-1)?.id));
    case 'edit':
      return turn?.role === 'user' ? withTurn(chat, question(id, turn.parent)) : chat;
    case 'reply':
      return turn?.role === 'user' ? withTurn(chat, reply(id, turn.id)) : chat;
    case 'show':
      return (turn && withBranchShown(chat, turn.id, number)) ?? chat;
    case 'change':
      return turn === undefined ? chat : withChanged(chat, { ...turn, at: number });
  }
}

test('whatever is done, no turn is lost, the path is a chain from a root, and every turn can be reached', () =>
  fc.assert(
    fc.property(deeds, all => {
      let chat = emptyChat('c', 0, '');
      for (const [index, deed] of all.entries()) {
        const next = done(chat, deed, String(index + 1));
        const kept = new Set(next.turns.map(({ id }) => id));
        assert(chat.turns.every(({ id }) => kept.has(id)));
        chat = next;
      }
      const path = shownPath(chat);
      assert.deepEqual(
        path.map(({ parent }) => parent),
        [undefined, ...path.slice(0, -1).map(({ id }) => id)].slice(0, path.length),
      );
      assert.equal(path.length === 0, chat.turns.length === 0);
      for (const { id } of chat.turns) {
        const to = pathTo(id, chat);
        assert.equal(to.at(-1)?.id, id);
        assert.equal(ids(shownPath(reached(chat, id)).slice(0, to.length)), ids(to));
      }
    }),
  ));

/** Shows the turn by choosing branches from the root on, as a person would. */
function reached(chat: Chat, id: string): Chat {
  let now = chat;
  for (const turn of pathTo(id, chat)) {
    const branch = branchOf(turn, branchesOf(now));
    if (branch !== undefined) now = withBranchShown(now, turn.id, branch.number) ?? now;
  }
  return now;
}
