import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reasonNotToAsk } from '../../../src/completion/gate.ts';
import { windowAt } from './flow.ts';

const typing = (marked: string) => reasonNotToAsk(windowAt(marked), 'auto');

test('at the end of a line the model is asked', () => {
  assert.equal(typing('const a = ║\n'), undefined);
  assert.equal(typing('const total║'), undefined);
});

test('a new line of a document with code is worth a request', () => {
  assert.equal(typing('const a = 1;\n║'), undefined);
  assert.equal(typing('║\nconst a = 1;\n'), undefined);
});

test('what an editor closes by itself after the cursor does not hinder', () => {
  for (const rest of [')', '))', '");', "']", '}', '>', '`)', ' );', ': ', ','])
    assert.equal(typing(`call(║${rest}\n`), undefined, rest);
});

test('inside a word nothing is asked', () => {
  for (const marked of ['ret║urn 1', 'größe║n = 1', 'a_║b', '$║x', 'v║1'])
    assert.equal(typing(marked), 'insideWord', marked);
});

test('before other code of the same line nothing is asked', () => {
  for (const marked of ['║return 1;', 'a = ║ + b', 'f(║x)', '║// note'])
    assert.equal(typing(marked), 'insideLine', marked);
});

test('an empty document says nothing to go on from', () => {
  for (const marked of ['║', '\n  ║\n\n']) assert.equal(typing(marked), 'emptyDocument', JSON.stringify(marked));
});

test('asked for by hand, every place is worth a request', () => {
  for (const marked of ['ret║urn 1', 'a = ║ + b', '║', 'f(║)'])
    assert.equal(reasonNotToAsk(windowAt(marked), 'manual'), undefined, marked);
});

test('brackets after the cursor count only until the end of its line', () => {
  assert.equal(typing('f(║)\nconst b = 2;\n'), undefined);
  assert.equal(typing('f(║)\r\nconst b = 2;\r\n'), undefined);
});
