import assert from 'node:assert/strict';
import { test } from 'node:test';
import { families } from '../../../src/models/families.ts';
import { conversationInput } from '../../../src/prompt/conversation.ts';
import type { Input, Turn } from '../../../src/shared/engine.ts';

const turns: readonly Turn[] = [
  { role: 'user', text: 'One?' },
  { role: 'assistant', text: 'Yes.' },
  { role: 'user', text: 'Two?' },
];

function inputOf(id: string): Input {
  const conversation = families.find(family => family.id === id)?.conversation;
  assert.ok(conversation);
  return conversationInput(turns, conversation);
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
