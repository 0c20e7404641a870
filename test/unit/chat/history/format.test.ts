import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { z } from 'zod';
import { type Flaw, type Read, flawed } from '../../../../src/chat/history/flaw.ts';
import { ChatReader, linesOf, readHeader } from '../../../../src/chat/history/format.ts';
import { type aboutSchema, type turnSchema } from '../../../../src/chat/history/schema.ts';
import { shownTurns } from '../../../../src/chat/history/shownTurns.ts';
import type { Chat, Turn } from '../../../../src/chat/turns.ts';
import { anyChat } from './anyChat.ts';
import { answered, branched, chatWith, question } from './chats.ts';

type Writable<T> = T extends readonly (infer Item)[]
  ? Writable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Writable<T[Key]> }
    : T;
type Same<Stored, Known> = [Stored, Known] extends [Known, Stored]
  ? [keyof Stored, keyof Known] extends [keyof Known, keyof Stored]
    ? true
    : false
  : false;
type TurnStored<Role> = Extract<z.output<typeof turnSchema>, { role: Role }>;
type TurnKnown<Role> = Writable<Extract<Turn, { role: Role }>>;

// Compiles only where the schema has each field of a chat, each of its cases and nothing else.
const comparison: readonly [
  Same<z.output<typeof aboutSchema>, Writable<Omit<Chat, 'turns'>>>,
  Same<TurnStored<'user'>, TurnKnown<'user'>>,
  Same<TurnStored<'user'>['attachments'][number], TurnKnown<'user'>['attachments'][number]>,
  Same<TurnStored<'assistant'>, TurnKnown<'assistant'>>,
  Same<NonNullable<TurnStored<'assistant'>['thought']>, NonNullable<TurnKnown<'assistant'>['thought']>>,
] = [true, true, true, true, true];

function chatOf(lines: Iterable<string>): Read<Chat> {
  const reader = new ChatReader();
  for (const line of lines) {
    const flaw = reader.add(line);
    if (flaw !== undefined) return flawed(flaw);
  }
  return reader.end();
}

const flawIn = (lines: Iterable<string>): Flaw | undefined => {
  const result = chatOf(lines);
  return result.kind === 'flawed' ? result.flaw : undefined;
};

test('what is stored is all of a chat', () => assert.equal(comparison.every(Boolean), true));

test('any chat comes back as it was', () =>
  fc.assert(
    fc.property(anyChat, chat => {
      const lines = [...linesOf(chat)];
      assert.equal(
        lines.some(line => /[\n\r]/.test(line)),
        false,
      );
      assert.deepEqual(chatOf(lines), { kind: 'read', value: chat });
    }),
  ));

test('the header alone tells what a list shows', () => {
  const header = readHeader([...linesOf(branched)][0] ?? '');
  assert.ok(header.kind === 'read');
  const { questions, preview, turnCount, title } = header.value;
  assert.deepEqual(
    { questions, preview, turnCount, title },
    {
      questions: 3,
      preview: 'Question 3?',
      turnCount: 6,
      title: 'Ring buffers',
    },
  );
});

test('a turn that did not change is written once', () => {
  const [first, second] = [question('1', undefined), answered('2', '1')];
  let written = 0;
  const counted = { ...first, toJSON: () => ((written += 1), first) };
  for (let at = 0; at < 3; at++) assert.equal([...linesOf(chatWith([counted, { ...second }]))].length, 3);
  assert.equal(written, 1);
});

test('a file that lacks its end is told as cut short, wherever it was cut', () => {
  const whole = [...linesOf(branched)].join('\n');
  const headerLength = whole.indexOf('\n');
  for (let length = headerLength; length < whole.length; length += 7)
    assert.deepEqual(flawIn(whole.slice(0, length).split('\n')), { kind: 'cutShort' }, `cut at ${length}`);
});

const [header = '', ...rest] = linesOf(branched);
const flaws: readonly (readonly [name: string, lines: readonly string[], flaw: Flaw])[] = [
  ['no line', [], { kind: 'notAChat' }],
  ['a header that is cut off', [header.slice(0, 40)], { kind: 'notAChat' }],
  ['something else in JSON', ['{"name":"deepwell"}'], { kind: 'notAChat' }],
  ['a list', ['[]'], { kind: 'notAChat' }],
  ['bytes of nothing', ['\0\0\0'], { kind: 'notAChat' }],
  ['a newer version', [header.replace('"version":1', '"version":2'), '?'], { kind: 'newer', version: 2 }],
  ['a header without a title', [header.replace('"title"', '"titel"'), ...rest], { kind: 'field', field: 'title' }],
  ['a turn too many', [header, ...rest, JSON.stringify(answered('7', '5'))], { kind: 'cutShort' }],
  [
    'a turn of a wrong kind',
    [header, (rest[0] ?? '').replace('"user"', '"system"'), ...rest.slice(1)],
    { kind: 'field', field: 'turns.0.role' },
  ],
  [
    'a field of a wrong kind',
    [header, ...rest.slice(0, 1), (rest[1] ?? '').replace('"milliseconds":12000', '"milliseconds":"12 s"')],
    { kind: 'field', field: 'turns.1.thought.milliseconds' },
  ],
  ['two turns with one id', [header, ...rest.slice(0, 5), rest[4] ?? ''], { kind: 'misplaced', turn: '5' }],
  ['a reply before its question', [header, ...rest.toReversed()], { kind: 'misplaced', turn: '6' }],
];

for (const [name, lines, flaw] of flaws)
  test(`${name} is no chat, and it is said why`, () => assert.deepEqual(flawIn(lines), flaw));

test('a question does not follow a question', () =>
  assert.deepEqual(flawIn(linesOf(chatWith([question('1', undefined), question('2', '1')]))), {
    kind: 'misplaced',
    turn: '2',
  }));

test('a figure that is no number does not cost the chat', () => {
  const turns = [question('1', undefined), answered('2', '1', { tokensPerSecond: Number.NaN })];
  const result = chatOf(linesOf(chatWith(turns)));
  assert.equal(result.kind, 'read');
});

const idsOf = (chat: Chat): string =>
  shownTurns(chat)
    .map(({ id }) => id)
    .join(' ');

test('of branches the chosen one is shown, and the newest where none was chosen', () => {
  assert.equal(idsOf(branched), '1 2 3 4');
  assert.equal(idsOf({ ...branched, shown: {} }), '1 2 5 6');
  assert.equal(idsOf({ ...branched, shown: { '2': 'gone' } }), '1 2 5 6');
  assert.equal(idsOf({ ...branched, shown: { '2': '6' } }), '1 2 5 6');
  assert.equal(idsOf(chatWith([])), '');
});

test('an id that is also the name of something every object has is an id', () => {
  const turns = [question('constructor', undefined), answered('__proto__', 'constructor')];
  assert.equal(idsOf(chatWith(turns)), 'constructor __proto__');
});
