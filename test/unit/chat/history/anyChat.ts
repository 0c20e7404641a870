import * as fc from 'fast-check';
import type { Answered, Chat, Thought, Turn } from '../../../../src/chat/turns.ts';
import { answered, chatWith, question } from './chats.ts';

/** Text as people and models write it, with what could be taken for the structure of a file. */
const hostile = [
  '# Title',
  '## You',
  '## Deepwell',
  '\\## You',
  '## You ',
  '<details><summary>Reasoning, 12 s, 840 tokens</summary>',
  '</details>',
  '<think>',
  '</think>',
  '<!-- Deepwell chat {"version":1} -->',
  '<small>Stopped.</small>',
  '```',
  '````',
  '~~~',
  '  ```ts',
  '`<b>` and <b>',
  '`` <i> ` </details>',
  '\\<b> \\\\<i>',
  'Vec<String> < 3',
  '',
  '\r',
  '\u2028',
  '\ud800',
  '-->',
];

export const anyText = fc
  .array(fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 8 })
  .map(lines => lines.join('\n'));

const figure = fc.nat(100_000);
const maybe = <T>(name: string, value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc.oneof(
    fc.constant({}),
    value.map(one => ({ [name]: one })),
  );

/** JSON's objects have the usual prototype. */
const record = <T>(model: { [Key in keyof T]: fc.Arbitrary<T[Key]> }): fc.Arbitrary<T> =>
  fc.record(model, { noNullPrototype: true });

const attachment = record({
  id: anyText,
  kind: fc.constantFrom('selection', 'file', 'problems', 'notes'),
  label: anyText,
  path: anyText,
  languageId: fc.constantFrom('typescript', 'plaintext', 'c++', ''),
  text: anyText,
});

const thought = fc
  .tuple(
    record({
      text: anyText,
      milliseconds: figure,
      tokens: figure,
      steps: fc.array(record({ at: figure, turn: fc.constantFrom('', 'Wait') }), { maxLength: 2 }),
      ended: fc.constantFrom('model', 'answerNow', 'budget', 'loop', 'cut'),
    }),
    maybe('edited', fc.boolean()),
  )
  .map(([one, more]): Thought => ({ ...one, ...more }));

const reply = fc
  .tuple(
    record({
      state: fc.constantFrom('complete', 'stopped', 'error'),
      answer: anyText,
      tokens: figure,
    }),
    maybe('thought', thought),
    maybe('ending', fc.constantFrom('empty', 'lengthLimit', 'contextFull', 'interrupted')),
    maybe('problem', anyText),
    maybe('temperature', fc.double({ min: 0, max: 2, noNaN: true }).map(Math.abs)),
  )
  .map(parts => Object.assign({}, ...parts) as Partial<Answered>);

/** A tree: each turn follows one of the other role that came before it. */
const turns = fc
  .array(fc.tuple(fc.nat(), record({ text: anyText, attachments: fc.array(attachment, { maxLength: 2 }) }), reply), {
    maxLength: 8,
  })
  .map(plan =>
    plan.reduce<readonly Turn[]>((soFar, [choice, asked, replied], at) => {
      const parents = [undefined, ...soFar];
      const parent = parents[choice % parents.length];
      const id = String(at + 1);
      return [...soFar, parent?.role === 'user' ? answered(id, parent.id, replied) : question(id, parent?.id, asked)];
    }, []),
  );

export const anyChat: fc.Arbitrary<Chat> = fc
  .tuple(
    turns,
    anyText,
    anyText,
    fc.array(fc.nat(), { maxLength: 8 }),
    maybe('thinking', fc.constantFrom('off', 'deep')),
  )
  .map(([made, title, workspace, choices, more]) =>
    chatWith(made, { title, workspace, ...more, shown: shownBy(made, choices) }),
  );

const shownBy = (made: readonly Turn[], choices: readonly number[]): Record<string, string> =>
  Object.fromEntries(
    choices.flatMap(choice => {
      const turn = made[choice % Math.max(1, made.length)];
      return turn === undefined ? [] : [[turn.parent ?? '', turn.id]];
    }),
  );
