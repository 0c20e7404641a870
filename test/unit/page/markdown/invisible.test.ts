import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownParts } from '../../../../src/page/markdown/invisible.ts';

test('characters that reorder or hide text are named wherever they stand', () => {
  for (const where of ['code', 'prose'] as const)
    for (const char of ['\u202e', '\u2066', '\u200b', '\u2060', '\ufeff', '\u{e0041}'])
      assert.deepEqual(shownParts(`a${char}b`, where), [
        { kind: 'text', text: 'a' },
        { kind: 'invisible', name: `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase()}` },
        { kind: 'text', text: 'b' },
      ]);
});

test('joiners, variation selectors and direction marks belong to prose and are named in code', () => {
  for (const text of ['👩\u200d💻', '❤\ufe0f', 'می\u200cخواهم', 'שלום\u200f!']) {
    assert.deepEqual(shownParts(text, 'prose'), [{ kind: 'text', text }]);
    assert.equal(shownParts(text, 'code').filter(part => part.kind === 'invisible').length, 1);
  }
});

test('control characters are named in code, tabs and line ends are not', () => {
  assert.deepEqual(shownParts('\ta\u001b[31m\n', 'code'), [
    { kind: 'text', text: '\ta' },
    { kind: 'invisible', name: 'U+001B' },
    { kind: 'text', text: '[31m\n' },
  ]);
});

test('text in many scripts is left as it is', () => {
  for (const text of ['naïve café', '你好，世界', 'नमस्ते', 'สวัสดี', '한국어', 'a → b ≤ c', '🇨🇭 🏴 👍🏽'])
    assert.deepEqual(shownParts(text, 'prose'), [{ kind: 'text', text }]);
});
