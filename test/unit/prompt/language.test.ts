import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageName } from '../../../src/prompt/language.ts';

test('the editor’s language has an English name, Chinese with its script', () =>
  assert.deepEqual(['en', 'en-GB', 'de', 'zh-cn', 'zh-tw', 'pt-br', 'ja'].map(languageName), [
    ...['English', 'English', 'German', 'Simplified Chinese', 'Traditional Chinese', 'Portuguese', 'Japanese'],
  ]));

test('a tag that names no language stands for English', () =>
  assert.deepEqual(['', '!', 'qps-ploc'].map(languageName), ['English', 'English', 'English']));
