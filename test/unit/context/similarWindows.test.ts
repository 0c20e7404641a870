import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { similarWindows } from '../../../src/context/similarWindows.ts';

const cursor = {
  path: 'src/cart.ts',
  languageId: 'typescript',
  code: 'const total = items.reduce(addPrice, discount);\n',
};
const tab = (path: string, text: string, languageId = 'typescript') => ({ path, languageId, text });

const filler = (count: number): string => Array.from({ length: count }, (_, at) => `import unrelated${at};\n`).join('');
const alike = 'const price = items.reduce(addPrice, discount);\nreturn price;\n';

test('the window with most names in common comes first', () => {
  const found = similarWindows(cursor, [
    tab('a.ts', `const total = other;\nconst items = 1;\nconst discount = 2;\n`),
    tab('b.ts', alike),
  ]);
  assert.deepEqual(found[0], { path: 'b.ts', text: alike });
});

test('tabs of another language, the file of the cursor and what has nothing in common are left out', () =>
  assert.deepEqual(
    similarWindows(cursor, [tab('a.py', alike, 'python'), tab('src/cart.ts', alike), tab('b.ts', filler(50))]),
    [],
  ));

test('a window starts after a blank line, ends before one and has at most 40 whole lines', () => {
  const text = `${filler(30)}\n${alike.repeat(15)}\n${filler(60)}`;
  const [found] = similarWindows(cursor, [tab('a.ts', text)]);
  assert.equal(found?.text, alike.repeat(15));
});

test('windows of one tab do not overlap', () => {
  const text = Array.from({ length: 60 }, (_, at) => `const price = items.reduce(addPrice, discount); // ${at}\n`).join(
    '',
  );
  const lines = similarWindows(cursor, [tab('a.ts', text)]).flatMap(window => window.text.split('\n').filter(Boolean));
  assert.equal(lines.length, new Set(lines).size);
  assert.equal(lines.length, 60);
});

test('equally good windows come in the order of their paths, whatever the order of the tabs', () => {
  const tabs = [tab('c.ts', alike), tab('a.ts', alike), tab('b.ts', alike)];
  const paths = ['a.ts', 'b.ts', 'c.ts'];
  assert.deepEqual(
    similarWindows(cursor, tabs).map(({ path }) => path),
    paths,
  );
  assert.deepEqual(
    similarWindows(cursor, tabs.toReversed()).map(({ path }) => path),
    paths,
  );
});

test('CRLF does not reach a window', () =>
  assert.equal(similarWindows(cursor, [tab('a.ts', alike.replaceAll('\n', '\r\n'))])[0]?.text, alike));

test('every window is whole lines of its tab', () =>
  fc.assert(
    fc.property(fc.array(fc.constantFrom('', 'const total = items;', '  discount', 'x'), { maxLength: 150 }), lines => {
      const text = lines.join('\n');
      for (const window of similarWindows(cursor, [tab('a.ts', text)])) {
        assert(`\n${text}\n`.includes(`\n${window.text}`));
        assert(window.text.endsWith('\n') && window.text.split('\n').length <= 41);
      }
    }),
  ));
