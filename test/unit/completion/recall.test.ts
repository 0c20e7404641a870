import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Place } from '../../../src/completion/place.ts';
import { Recall } from '../../../src/completion/recall.ts';
import { windowAt } from './flow.ts';

const placeAt = (marked: string, changes: Partial<Place> = {}): Place => ({
  window: windowAt(marked),
  indent: { insertSpaces: true, tabSize: 2 },
  eol: '\n',
  maxLines: 12,
  ...changes,
});

/** Remembers `insert` at one place. */
function remembering(marked: string, insert: string, changes: Partial<Place> = {}): Recall {
  const recall = new Recall();
  recall.keep(placeAt(marked, changes), [{ insert, replaceSuffix: 0 }]);
  return recall;
}

const found = (recall: Recall, marked: string, changes: Partial<Place> = {}) =>
  recall.find(placeAt(marked, changes))[0]?.insert;

test('the same place gets the same ghost text', () => {
  const recall = remembering('let a = ║;\n', 'one()');
  assert.equal(found(recall, 'let a = ║;\n'), 'one()');
  assert.equal(found(recall, 'let b = ║;\n'), undefined);
});

test('typing what the ghost text says leaves the rest of it, letter by letter', () => {
  const insert = 'first(1);\n  second(2);';
  for (let typed = 1; typed < insert.length; typed += 1) {
    const recall = remembering('{\n  ║\n}\n', insert);
    assert.equal(found(recall, `{\n  ${insert.slice(0, typed)}║\n}\n`), insert.slice(typed));
  }
});

test('a person who takes back letters gets the longer rest again', () => {
  const recall = remembering('x = ║', 'value;');
  assert.equal(found(recall, 'x = val║'), 'ue;');
  assert.equal(found(recall, 'x = v║'), 'alue;');
  assert.equal(found(recall, 'x =║'), undefined);
});

test('typing something else than the ghost text says leaves nothing', () => {
  const recall = remembering('x = ║', 'value;');
  for (const typed of ['w', 'vb', 'value;;', 'Value']) assert.equal(found(recall, `x = ${typed}║`), undefined, typed);
});

test('a rest of white space only is not shown', () => {
  const recall = remembering('x = ║', 'a;\n  ');
  assert.equal(found(recall, 'x = a║'), ';\n  ');
  assert.equal(found(recall, 'x = a;║'), undefined);
  assert.equal(found(recall, 'x = a;\n║'), undefined);
});

test('anything that changed after the cursor makes the ghost text unknown', () => {
  const recall = remembering('f(║)\nend\n', 'one, two');
  for (const marked of ['f(║\nend\n', 'f(║))\nend\n', 'f(║)\nend!\n', 'f(o║\nend\n', 'f(o║)\n'])
    assert.equal(found(recall, marked), undefined, JSON.stringify(marked));
  assert.equal(found(recall, 'f(o║)\nend\n'), 'ne, two');
});

test('another file, language, style or limit makes the ghost text unknown, typed through or not', () => {
  const window = (marked: string) => windowAt(marked);
  for (const marked of ['x = ║', 'x = v║']) {
    const others: Partial<Place>[] = [
      { window: { ...window(marked), path: 'src/b.ts' } },
      { window: { ...window(marked), languageId: 'javascript' } },
      { indent: { insertSpaces: false, tabSize: 2 } },
      { indent: { insertSpaces: true, tabSize: 4 } },
      { eol: '\r\n' },
      { maxLines: 1 },
    ];
    for (const other of others)
      assert.equal(found(remembering('x = ║', 'value;'), marked, other), undefined, JSON.stringify(other));
  }
});

test('in a document with CRLF the ghost text is typed through across its line ends', () => {
  const recall = remembering('{\r\n  ║\r\n}\r\n', 'one();\r\n  two();', { eol: '\r\n' });
  assert.equal(found(recall, '{\r\n  one();\r\n  t║\r\n}\r\n', { eol: '\r\n' }), 'wo();');
});

test('how much the ghost text replaces after the cursor stays while it is typed through', () => {
  const recall = new Recall();
  recall.keep(placeAt("it('a║')"), [{ insert: "dds', () => {})", replaceSuffix: 2 }]);
  assert.deepEqual(recall.find(placeAt("it('ad║')")), [{ insert: "ds', () => {})", replaceSuffix: 2 }]);
});

test('ghost text that is shown again at an old place is typed through from there', () => {
  const recall = remembering('a = ║', 'first;');
  recall.keep(placeAt('b = ║'), [{ insert: 'second;', replaceSuffix: 0 }]);
  assert.equal(found(recall, 'a = f║'), undefined);
  assert.equal(found(recall, 'a = ║'), 'first;');
  assert.equal(found(recall, 'a = f║'), 'irst;');
});

test('the oldest of many places are forgotten', () => {
  const recall = new Recall();
  for (let at = 0; at < 65; at += 1) recall.keep(placeAt(`v${at} = ║`), [{ insert: `${at}`, replaceSuffix: 0 }]);
  assert.equal(found(recall, 'v0 = ║'), undefined);
  assert.equal(found(recall, 'v1 = ║'), '1');
});
