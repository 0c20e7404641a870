import assert from 'node:assert/strict';
import { test } from 'node:test';
import { windowAround } from '../../../src/context/window.ts';

/** The window of a text in which ║ is the cursor. */
const at = (marked: string) => {
  const offset = marked.indexOf('║');
  const text = marked.replace('║', '');
  const { above, lineBefore, lineAfter, below } = windowAround(
    { path: 'a.ts', languageId: 'typescript', text },
    offset,
  );
  return { above, lineBefore, lineAfter, below };
};

const numbered = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => `line ${from + index};\n`).join('');

test('the line of the cursor is divided at the cursor, the lines around it are whole', () =>
  assert.deepEqual(at('a\nb\n  c(║)\nd\n'), { above: 'a\nb\n', lineBefore: '  c(', lineAfter: ')', below: '\nd\n' }));

test('an empty document and the last line have nothing around them', () => {
  assert.deepEqual(at('║'), { above: '', lineBefore: '', lineAfter: '', below: '' });
  assert.deepEqual(at('a\nb║'), { above: 'a\n', lineBefore: 'b', lineAfter: '', below: '' });
});

test('carriage returns are not part of the window', () =>
  assert.deepEqual(at('a\r\nb║c\r\nd\r\n'), { above: 'a\n', lineBefore: 'b', lineAfter: 'c', below: '\nd\n' }));

test('the start of a long document is cut at a line whose number is a multiple of 64', () => {
  const { above } = at(`${numbered(0, 600)}║`);
  assert.equal(above, numbered(256, 600));
});

test('typing lines moves the start of the window only once in 64 lines', () => {
  const starts = Array.from({ length: 64 }, (_, typed) => at(`${numbered(0, 600 + typed)}║`).above);
  assert.equal(new Set(starts.map(above => above.split('\n', 1)[0])).size, 2);
});

test('where 64 lines are longer than the window, it starts with the first line that fits', () => {
  const long = `${'x'.repeat(1499)}\n`;
  assert.equal(at(`${long.repeat(10)}║`).above, long.repeat(2));
});

test('below, the window ends with a whole line', () =>
  assert.equal(at(`║\none\n${'x'.repeat(1700)}\nthree\n`).below, '\none'));
