import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { prefixWithin, suffixWithin } from '../../../src/context/promptWindow.ts';
import { tokensIn } from '../../../src/context/tokens.ts';

const numbered = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => `const value${from + index} = one(${from + index});\n`).join('');

test('code that fits is taken whole', () => {
  assert.equal(prefixWithin(numbered(0, 20), 640), numbered(0, 20));
  assert.equal(suffixWithin(`\n${numbered(0, 5)}`, 640), `\n${numbered(0, 5)}`);
  assert.equal(prefixWithin('', 640), '');
  assert.equal(suffixWithin('', 640), '');
});

test('the prefix begins with a whole line', () =>
  assert.equal(prefixWithin('one();\ntwo();\nthree();\n', 8), 'two();\nthree();\n'));

test('where not even one line fits, its end is taken', () => {
  const prefix = prefixWithin('word '.repeat(1000), 50);
  assert.ok(prefix.length === 50 && tokensIn(prefix) <= 50);
});

test('the suffix ends with a whole line', () =>
  assert.equal(suffixWithin('\none();\ntwo();\nthree();\n', 9), '\none();\ntwo();'));

/** Code, prose in other scripts, pictures of two units, blank lines. */
const lines = fc.array(
  fc.oneof(
    fc.string(),
    fc.constantFrom('', '    return value;', '注释很长的一行', '🌊🌊 høy', '\t\t}', 'x'.repeat(300)),
  ),
  { maxLength: 60 },
);

test('a window never has more tokens than it may, and is an end or a start of the text', () =>
  fc.assert(
    fc.property(lines, fc.integer({ min: 0, max: 200 }), (parts, tokens) => {
      const text = parts.map(part => `${part.replaceAll(/[\r\n]/g, '')}\n`).join('');
      const prefix = prefixWithin(text, tokens);
      const suffix = suffixWithin(text, tokens);
      assert.ok(tokensIn(prefix) <= tokens && tokensIn(suffix) <= tokens);
      assert.ok(text.endsWith(prefix) && text.startsWith(suffix));
      assert.ok(prefix.isWellFormed() || !text.isWellFormed());
    }),
  ));
