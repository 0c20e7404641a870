import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offeredFor, textWith } from '../../../../src/page/composer/offer.ts';
import type { SuggestionView } from '../../../../src/shared/chat.ts';

const file = (label: string): SuggestionView => ({ id: label, kind: 'file', label, detail: '' });
const command = { id: 'command:explain', kind: 'command', label: '/explain', detail: '' } as const;
const labels = (query: string, answered: string): readonly string[] =>
  offeredFor(query, { query: answered, items: [file('queue.ts'), file('worker.ts')] }).map(({ label }) => label);

test('the answer to the query is offered as it is', () => {
  assert.deepEqual(labels('#x', '#x'), ['queue.ts', 'worker.ts']);
  assert.deepEqual(offeredFor('#x', undefined), []);
});

test('until the answer comes, what matches of the answer to the letters before is offered', () => {
  assert.deepEqual(labels('#Que', '#'), ['queue.ts']);
  assert.deepEqual(labels('#', '#ts'), ['queue.ts', 'worker.ts']);
});

test('the answer to other letters or another mark is not offered', () => {
  assert.deepEqual(labels('#w', '#q'), []);
  assert.deepEqual(labels('@', '#'), []);
});

test('a chosen piece of context takes its word out of the text, with one of two spaces', () => {
  assert.deepEqual(textWith('Why #que', { from: 4, to: 8 }, file('q')), { text: 'Why ', caret: 4 });
  assert.deepEqual(textWith('Why #que now', { from: 4, to: 8 }, file('q')), { text: 'Why now', caret: 4 });
  assert.deepEqual(textWith('#que now', { from: 0, to: 4 }, file('q')), { text: 'now', caret: 0 });
  assert.deepEqual(textWith('(#que)', { from: 1, to: 5 }, file('q')), { text: '()', caret: 1 });
});

test('a chosen command stands in the text with one space after it', () => {
  assert.deepEqual(textWith('/ex', { from: 0, to: 3 }, command), { text: '/explain ', caret: 9 });
  assert.deepEqual(textWith('/ex this', { from: 0, to: 3 }, command), { text: '/explain this', caret: 9 });
});
