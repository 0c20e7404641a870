import assert from 'node:assert/strict';
import { test } from 'node:test';
import { promptText } from '../../../src/chat/sent.ts';

test('a prompt is read with its marks as their text', () =>
  assert.equal(
    promptText({ prompt: [{ mark: '<｜User｜>' }, 'Why?', { mark: '<think>' }, '\n'] }),
    '<｜User｜>Why?<think>\n',
  ));

test('turns for a model’s own template are read under their roles', () =>
  assert.equal(
    promptText({
      turns: [
        { role: 'user', text: 'Why?' },
        { role: 'assistant', text: 'So.' },
      ],
    }),
    'user:\nWhy?\n\nassistant:\nSo.',
  ));
