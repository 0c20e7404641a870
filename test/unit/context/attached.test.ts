import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folderText } from '../../../src/context/attachedFolder.ts';
import { withInvisibleShown } from '../../../src/context/attachedInvisible.ts';
import { type Problem, problemsText } from '../../../src/context/attachedProblems.ts';
import { cutTo, isBinary, isImageName, unixText } from '../../../src/context/attachedText.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('every line end becomes one "\\n", and a byte order mark goes', () =>
  assert.equal(unixText('\ufeffa\r\nb\rc\n'), 'a\nb\nc\n'));

test('what has a NUL is no text, but UTF-16 is', () => {
  assert.equal(isBinary(bytesOf('plain text')), false);
  assert.equal(isBinary(bytesOf('ELF\0\0')), true);
  assert.equal(isBinary(Uint8Array.of(0xff, 0xfe, 0x61, 0)), false);
  assert.equal(isBinary(new Uint8Array()), false);
});

test('a text is cut at a line, and says so', () => {
  assert.deepEqual(cutTo('one\ntwo\nthree', 9), { text: 'one\ntwo\n[cut here: 6 more characters]', isCut: true });
  assert.deepEqual(cutTo('one', 3), { text: 'one', isCut: false });
});

test('a long line is cut within, never within a character', () =>
  assert.equal(cutTo('ab😀cd', 3).text, 'ab\n[cut here: 4 more characters]'));

test('an image is known by its name', () =>
  assert.deepEqual(['a.PNG', 'b.jpeg', 'c.svg', 'png'].map(isImageName), [true, true, false, false]));

const shown = (text: string): string => withInvisibleShown(text).text;

test('characters that reorder, hide or smuggle are written out and counted', () => {
  assert.deepEqual(withInvisibleShown('a\u202eb\u200bc'), { text: 'a⟨U+202E⟩b⟨U+200B⟩c', found: 2 });
  assert.equal(shown('\u{e0048}\u{e0049}'), '⟨U+E0048⟩⟨U+E0049⟩');
  assert.equal(shown('x\u{e0101}\u{e0102}'), 'x⟨U+E0101⟩⟨U+E0102⟩');
  assert.equal(
    shown('a\ufeffb\u2066c\u2069d\u00ade\u061c\u200ff\u2028g\u0007'),
    [...['a⟨U+FEFF⟩b⟨U+2066⟩c⟨U+2069⟩d⟨U+00AD⟩e⟨U+061C⟩', '⟨U+200F⟩f⟨U+2028⟩g⟨U+0007⟩']].join(''),
  );
  assert.equal(shown('a\u200db\u200cc'), 'a⟨U+200D⟩b⟨U+200C⟩c');
});

test('emoji and scripts keep the joiners they need', () => {
  for (const text of ['👨‍👩‍👧 ok', '⚠️ careful', '1️⃣', 'می‌خواهم', 'क्‍ष', 'tab\tand\nline', 'Ärger 漢字'])
    assert.deepEqual(withInvisibleShown(text), { text, found: 0 });
});

const problem = (path: string, line: number, severity: Problem['severity'], source?: string): Problem => ({
  ...{ path, line, column: 3, severity, message: `wrong\n  here ${line}` },
  ...(source !== undefined && { source }),
});

test('problems come one a line, the active file first, then the worst', () =>
  assert.equal(
    problemsText(
      [
        problem('b.ts', 1, 'error', 'ts'),
        problem('a.ts', 9, 'hint'),
        problem('a.ts', 2, 'warning'),
        problem('c.ts', 1, 'warning'),
      ],
      'a.ts',
    ),
    [
      'a.ts:2:3 warning wrong here 2',
      'a.ts:9:3 hint wrong here 9',
      'b.ts:1:3 error wrong here 1 [ts]',
      'c.ts:1:3 warning wrong here 1',
    ].join('\n'),
  ));

test('of many problems it is said how many were left out', () => {
  const many = Array.from({ length: 103 }, (_, at) => problem('a.ts', at + 1, 'error'));
  const lines = problemsText(many, undefined).split('\n');
  assert.equal(lines.length, 101);
  assert.equal(lines.at(-1), '(3 more problems left out)');
});

test('a folder is its files, and the contents of the small ones', () =>
  assert.equal(
    folderText(
      [
        { path: 'lib/deep.ts', text: 'deep\n' },
        { path: 'lib/image.png', text: undefined },
        { path: 'a.ts', text: 'a\n' },
      ],
      false,
    ),
    [
      ...['Files:', 'a.ts', 'lib/deep.ts', 'lib/image.png'],
      ...['', '--- a.ts ---', 'a', '', '--- lib/deep.ts ---', 'deep'],
      ...['', '(without the contents of 1 files)'],
    ].join('\n'),
  ));

test('a large folder says what it left out', () => {
  const files = Array.from({ length: 6 }, (_, at) => ({ path: `${at}.txt`, text: 'x'.repeat(10 + at) }));
  const text = folderText(files, false, { names: 4, characters: 25 });
  assert.match(text, /^Files:\n0\.txt\n1\.txt\n2\.txt\n3\.txt\n\(more files that are not listed: 2\)\n/);
  assert.match(text, /--- 1\.txt ---\nx{11}\n\n\(without the contents of 4 files\)$/);
  assert.match(folderText(files, true), /\(more files that are not listed: many\)/);
});
