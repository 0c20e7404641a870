import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { conversationText } from '../../../../src/chat/history/conversationText.ts';
import { chatFromMarkdown } from '../../../../src/chat/history/documentReader.ts';
import { chatAsJson, chatFromJson } from '../../../../src/chat/history/exchange.ts';
import type { Flaw, Read } from '../../../../src/chat/history/flaw.ts';
import { type ThoughtForm, chatAsMarkdown } from '../../../../src/chat/history/markdown.ts';
import { shownTurns } from '../../../../src/chat/history/shownTurns.ts';
import { traceLines } from '../../../../src/chat/traceLines.ts';
import type { Chat } from '../../../../src/chat/turns.ts';
import { anyChat } from './anyChat.ts';
import { answered, attachmentOf, branched, chatWith, question, thoughtOf } from './chats.ts';

const withCode = chatWith(
  [
    question('1', undefined, { attachments: [attachmentOf({ text: 'a ```` fence\n## You' })] }),
    answered('2', '1', {
      thought: thoughtOf({ text: 'A <b> is\n</details>\n## You' }),
      answer: 'Use `<b>`:\n```html\n<b>',
    }),
    question('3', '2', { text: '## Deepwell' }),
    answered('4', '3', {
      thought: thoughtOf({ ended: 'cut', milliseconds: 1_600 }),
      answer: '',
      ending: 'contextFull',
    }),
  ],
  { title: 'On <b>\n"fences"' },
);

const document = (thoughts: string, cutThought: string): string => String.raw`# On \<b> "fences"

<!-- Deepwell chat {"version":1,"createdAt":1000,"updatedAt":2000,"workspace":"deepwell"} -->

## You

<!-- attached {"id":"selection:src/queue.ts:12-31","kind":"selection","label":"queue.ts:12–31","path":"src/queue.ts","languageId":"typescript"} -->
Attached: ${'`'}src/queue.ts${'`'} (queue.ts:12–31)

${'`````'}typescript
a ${'````'} fence
## You
${'`````'}

Question 1?

## Deepwell

${thoughts}Use ${'`<b>`'}:
${'```'}html
<b>
${'```'}
<!-- The code block was not closed. -->

## You

\## Deepwell

## Deepwell

${cutThought}<sub>Cut off: the context was full.</sub>
`;

const trace = String.raw`A \<b> is
\</details>
\## You`;

test('a document has what is shown, with traces folded', () =>
  assert.equal(
    chatAsMarkdown(withCode, { thoughts: 'details' }),
    document(
      `<details><summary>Reasoning, 12 s, 840 tokens</summary>\n\n${trace}\n\n</details>\n\n`,
      '<details><summary>Reasoning, 2 s, 840 tokens, cut off</summary>\n\nSo the queue is a ring.\n\n</details>\n\n',
    ),
  ));

test('with traces as tags the editor folds them', () => {
  const text = chatAsMarkdown(withCode, { thoughts: 'tags' });
  const second = '<think>\nSo the queue is a ring.\n</think>\n\n';
  assert.equal(text, document(`<think>\n${trace}\n</think>\n\n`, second));
  assert.equal(traceLines(text).length, 2);
});

test('traces can be left out', () => assert.equal(chatAsMarkdown(withCode, { thoughts: 'none' }), document('', '')));

const valueOf = (result: Read<Chat>): Chat => {
  assert.ok(result.kind === 'read', JSON.stringify(result));
  return result.value;
};

const said = (chat: Chat, form: ThoughtForm) =>
  shownTurns(chat).map(turn =>
    turn.role === 'user'
      ? { question: turn.text, attachments: turn.attachments }
      : { answer: turn.answer, thought: form === 'none' ? '' : (turn.thought?.text ?? '') },
  );

for (const form of ['details', 'tags', 'none'] as const) {
  const options = { thoughts: form };

  test(`any chat comes back from its document, its traces as ${form}`, () =>
    fc.assert(
      fc.property(anyChat, chat => {
        const back = valueOf(chatFromMarkdown(chatAsMarkdown(chat, options), 'new-id'));
        assert.deepEqual(said(back, form), said(chat, form));
        assert.equal(chatAsMarkdown(back, options), chatAsMarkdown(chat, options));
      }),
      { numRuns: 100 },
    ));

  test(`a document comes back where an editor changed the ends of lines or cut the last one, its traces as ${form}`, () => {
    const text = chatAsMarkdown(withCode, options);
    for (const changed of [text.replaceAll('\n', '\r\n'), `\ufeff${text}`, text.trimEnd()])
      assert.deepEqual(said(valueOf(chatFromMarkdown(changed, 'new-id')), form), said(withCode, form));
  });
}

test('what is known of a trace, of an end and of the chat comes back with the document', () => {
  const back = valueOf(chatFromMarkdown(chatAsMarkdown(withCode, { thoughts: 'details' }), 'new-id'));
  const { turns, ...about } = back;
  const facts = { createdAt: 1_000, updatedAt: 2_000, workspace: 'deepwell', shown: {}, openedByHand: {} };
  assert.deepEqual(about, { id: 'new-id', title: 'On <b> "fences"', ...facts });
  assert.deepEqual(turns[3], {
    ...answered('4', '3', { answer: '', at: 2_000, tokens: 840, ending: 'contextFull' }),
    thought: { ...thoughtOf({ ended: 'cut', milliseconds: 2_000 }), steps: [] },
  });
});

test('any chat comes back from JSON as it was, with all its branches', () =>
  fc.assert(
    fc.property(anyChat, chat => assert.deepEqual(chatFromJson(chatAsJson(chat)), { kind: 'read', value: chat })),
  ));

test('the JSON form is the one that is documented', () => {
  const { format, version, chat } = JSON.parse(chatAsJson(branched)) as Record<string, unknown>;
  assert.deepEqual(
    { format, version, chat },
    { format: 'deepwell-chat', version: 1, chat: JSON.parse(JSON.stringify(branched)) },
  );
});

const json = chatAsJson(branched);
const markdown = chatAsMarkdown(branched, { thoughts: 'details' });
const flaws: readonly (readonly [name: string, result: Read<Chat>, flaw: Flaw])[] = [
  ['text that is no JSON', chatFromJson('# Hello'), { kind: 'notAChat' }],
  ['JSON of something else', chatFromJson('{"chat":{}}'), { kind: 'notAChat' }],
  ['JSON that is cut off', chatFromJson(json.slice(0, -20)), { kind: 'notAChat' }],
  [
    'a later version in JSON',
    chatFromJson(json.replace('"version": 1', '"version": 7')),
    { kind: 'newer', version: 7 },
  ],
  [
    'a wrong field',
    chatFromJson(json.replace('"text": "Question 3?"', '"text": 3')),
    { kind: 'field', field: 'chat.turns.2.text' },
  ],
  [
    'a reply to nothing',
    chatFromJson(json.replace('"parent": "5"', '"parent": "9"')),
    { kind: 'misplaced', turn: '6' },
  ],
  ['a document of somebody’s own', chatFromMarkdown('# Hello\n\nworld\n', 'new-id'), { kind: 'notAChat' }],
  ['an empty document', chatFromMarkdown('', 'new-id'), { kind: 'notAChat' }],
  [
    'a later version in Markdown',
    chatFromMarkdown(markdown.replace('"version":1', '"version":2'), 'new-id'),
    { kind: 'newer', version: 2 },
  ],
  [
    'a document that begins with a reply',
    chatFromMarkdown(markdown.replace('## You', '## Deepwell'), 'new-id'),
    { kind: 'field', field: '## Deepwell' },
  ],
  [
    'a trace without an end',
    chatFromMarkdown(markdown.replace('</details>', ''), 'new-id'),
    { kind: 'field', field: '## Deepwell' },
  ],
  [
    'a damaged attachment',
    chatFromMarkdown(markdown.replace('"kind":"selection"', '"kind":"all"'), 'new-id'),
    { kind: 'field', field: '## You' },
  ],
];

for (const [name, result, flaw] of flaws)
  test(`${name} is not imported, and it is said why`, () => assert.deepEqual(result, { kind: 'flawed', flaw }));

test('the conversation as text names each message and what it is about', () =>
  assert.equal(
    conversationText(withCode),
    `On <b>
"fences"

You, 1:

Question 1?

Attached: queue.ts:12–31 (src/queue.ts)

Deepwell, 2:

Reasoning (12 s, 840 tokens):

A <b> is
</details>
## You

Answer:

Use \`<b>\`:
\`\`\`html
<b>

You, 3:

## Deepwell

Deepwell, 4:

Reasoning (2 s, 840 tokens, cut off):

So the queue is a ring.

Answer:

Cut off: the context was full.
`,
  ));
