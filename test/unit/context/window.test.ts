import assert from 'node:assert/strict';
import { test } from 'node:test';
import { windowAround } from '../../../src/context/window.ts';

/** The window of a text in which ║ is the cursor. */
const at = (marked: string, size?: Parameters<typeof windowAround>[2]) => {
  const offset = marked.indexOf('║');
  const text = marked.replace('║', '');
  const { above, lineBefore, lineAfter, below } = windowAround(
    { path: 'a.ts', languageId: 'typescript', text },
    offset,
    size,
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
  const { above } = at(`${numbered(0, 300)}║`, { above: 2000, below: 100 });
  assert.equal(above, numbered(128, 300));
});

test('typing lines moves the start of the window only once in 64 lines', () => {
  const starts = Array.from(
    { length: 64 },
    (_, typed) => at(`${numbered(0, 300 + typed)}║`, { above: 2000, below: 0 }).above,
  );
  assert.equal(new Set(starts.map(above => above.split('\n', 1)[0])).size, 2);
});

test('where 64 lines are longer than the window, it starts with the first line that fits', () => {
  const long = `${'x'.repeat(99)}\n`;
  assert.equal(at(`${long.repeat(10)}║`, { above: 250, below: 0 }).above, long.repeat(2));
});

test('below, the window ends with a whole line', () =>
  assert.equal(at('║\none\ntwo\nthree\n', { above: 10, below: 10 }).below, '\none\ntwo'));
