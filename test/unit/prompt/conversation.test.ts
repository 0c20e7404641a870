import assert from 'node:assert/strict';
import { test } from 'node:test';
import { families } from '../../../src/models/families.ts';
import { conversationInput, type ReplyStart } from '../../../src/prompt/conversation.ts';
import type { Input, Turn } from '../../../src/shared/engine.ts';

const turns: readonly Turn[] = [
  { role: 'user', text: 'One?' },
  { role: 'assistant', text: 'Yes.' },
  { role: 'user', text: 'Two?' },
];

function inputOf(id: string, start?: ReplyStart): Input {
  const conversation = families.find(family => family.id === id)?.conversation;
  assert.ok(conversation);
  return conversationInput(turns, conversation, start);
}

const written = ({ prompt = [] }: Input): string =>
  prompt.map(part => (typeof part === 'string' ? part : part.mark)).join('');

test('R1 reads the turns between its marks and is made to begin with its reasoning', () =>
  assert.equal(
    written(inputOf('deepseek-r1')),
    '<｜User｜>One?<｜Assistant｜>Yes.<｜end▁of▁sentence｜><｜User｜>Two?<｜Assistant｜><think>\n',
  ));

test('a ChatML model reads the turns in ChatML', () =>
  assert.equal(
    written(inputOf('chatml')),
    '<|im_start|>user\nOne?<|im_end|>\n<|im_start|>assistant\nYes.<|im_end|>\n<|im_start|>user\nTwo?<|im_end|>\n<|im_start|>assistant\n',
  ));

test('a model with a template of its own gets the turns as they are', () =>
  assert.deepEqual(inputOf('template'), { turns }));

const started = (start: ReplyStart): string => written(inputOf('deepseek-r1', start)).replace(/^.*<think>\n/s, '');
const byUs = { closedByModel: false };

test('a reply that is begun already goes on inside its trace', () =>
  assert.equal(started({ ...byUs, thought: 'Hm. ', isClosed: false, answer: '' }), 'Hm. '));

test('a trace we close ends with one line end, the tag and a blank line, an empty one too', () => {
  const closed = { ...byUs, isClosed: true, answer: '' };
  assert.equal(started({ ...closed, thought: 'Hm.' }), 'Hm.\n</think>\n\n');
  assert.equal(started({ ...closed, thought: 'Hm.\n' }), 'Hm.\n</think>\n\n');
  assert.equal(started({ ...closed, thought: '' }), '\n</think>\n\n');
  assert.equal(started({ ...closed, thought: 'Hm.', answer: 'It ' }), 'Hm.\n</think>\n\nIt ');
});

test('around a tag the model wrote there is only what it wrote', () =>
  assert.equal(started({ thought: 'Hm.', isClosed: true, closedByModel: true, answer: ' It ' }), 'Hm.</think> It '));

test('the tags of a begun reply are marks and its text is text', () =>
  assert.deepEqual(
    inputOf('deepseek-r1', { ...byUs, thought: '</think>', isClosed: true, answer: 'It' }).prompt?.slice(-6),
    ['\n', '</think>', '\n', { mark: '</think>' }, '\n\n', 'It'],
  ));
