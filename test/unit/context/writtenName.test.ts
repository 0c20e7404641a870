import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bareName, looksLikePath, writtenPath, writtenSymbol } from '../../../src/context/writtenName.ts';

const paths: readonly (readonly [string, string, number | undefined])[] = [
  ['src/queue.ts', 'src/queue.ts', undefined],
  ['queue.ts:19', 'queue.ts', 19],
  ['queue.ts:19:5', 'queue.ts', 19],
  ['queue.ts:19-31', 'queue.ts', 19],
  ['src/a.ts#L10', 'src/a.ts', 10],
  ['src/a.ts#L10-L20', 'src/a.ts', 10],
  ['./src/a.ts', 'src/a.ts', undefined],
  ['src\\win\\a.ts', 'src/win/a.ts', undefined],
  ['src/with space.ts', 'src/with space.ts', undefined],
  ['src/with%20space.ts', 'src/with space.ts', undefined],
  ['100%.md', '100%.md', undefined],
  ['src/[id]/page.tsx', 'src/[id]/page.tsx', undefined],
  ['src/件名.py:3', 'src/件名.py', 3],
  ['.github/workflows/ci.yml', '.github/workflows/ci.yml', undefined],
  ['a..b/c.ts', 'a..b/c.ts', undefined],
  ['queue.ts:0', 'queue.ts', undefined],
];

for (const [written, path, line] of paths)
  test(`${written} is a path of the workspace`, () => assert.deepEqual(writtenPath(written), { path, line }));

/** Ways up, in the spellings that some file system or decoder takes for "..". */
const ups = [
  '..',
  '%2e%2e',
  '%2E%2E',
  '.%2e',
  '%2e.',
  '%252e%252e',
  '...',
  '.. ',
  ' ..',
  '. .',
  '..%20',
  '..%00',
  '.\u200b.',
];
const separators = ['/', '\\', '%2f', '%5c', '%252f', '%255c'];
const climbing = ups.flatMap(up =>
  separators.flatMap(separator => [
    `${up}${separator}secret.txt`,
    `src${separator}${up}${separator}${up}${separator}secret.txt`,
  ]),
);

const elsewhere = [
  ...[
    '/etc/passwd',
    '//server/share/a.ts',
    '\\\\server\\share\\a.ts',
    '\\etc\\passwd',
    '%2fetc%2fpasswd',
    '%5cetc',
    '~/.ssh/id_rsa',
  ],
  ...[
    '~root/x',
    'C:/Windows/win.ini',
    'C:\\Windows\\win.ini',
    'c:win.ini',
    'C|/Windows',
    '\\\\?\\C:\\x',
    '\\\\.\\pipe\\x',
  ],
  ...[
    'file:///etc/passwd',
    'FILE:/etc/passwd',
    'file:src/a.ts',
    'http://x/y.ts',
    'https://x/y.ts',
    'vscode://x/y',
    'command:x.y',
  ],
  ...[
    'javascript:alert(1)',
    'data:text/plain,x',
    'vscode-remote://ssh/x',
    'untitled:a.ts',
    'a.ts:stream',
    'a.ts::$DATA',
  ],
];

const misshapen = [
  ...[
    '',
    '.',
    './',
    '/',
    '\\',
    'a//b.ts',
    'a/./b.ts',
    'a/',
    'a\0.ts',
    'a%00.ts',
    'a\n.ts',
    'a\t.ts',
    'a\u202ets.x',
    'a\u200b.ts',
  ],
  ...[
    'a\ufeff.ts',
    'a\u{e0041}.ts',
    'a\u2028b.ts',
    'a\ud800.ts',
    'a*.ts',
    'a?.ts',
    '**/a.ts',
    'a<b.ts',
    'a>b.ts',
    'a"b.ts',
    'a|b.ts',
  ],
  ...[
    'a.ts#',
    'a.ts#x',
    'a.ts?query',
    'a.ts ',
    ' a.ts',
    'a.ts.',
    'src /a.ts',
    'src./a.ts',
    `${'a'.repeat(600)}.ts`,
    'a/'.repeat(300),
  ],
];

test('the hostile paths are two hundred and more', () =>
  assert.ok(climbing.length + elsewhere.length + misshapen.length >= 200));

for (const written of [...climbing, ...elsewhere, ...misshapen])
  test(`${JSON.stringify(written.slice(0, 60))} is no path of the workspace`, () =>
    assert.equal(writtenPath(written), undefined));

test('a path has a folder, an extension or a name that files have', () => {
  const looks = (written: string): boolean => looksLikePath(writtenPath(written) ?? { path: '', line: undefined });
  assert.deepEqual(['src/x', 'queue.ts', '.gitignore', 'Makefile'].map(looks), [true, true, true, true]);
  assert.deepEqual(['OrderBook', 'drain()', 'x'].map(looks), [false, false, false]);
});

const symbols: readonly (readonly [string, string, string | undefined])[] = [
  ['drain()', 'drain', undefined],
  ['drain(queue, 3)', 'drain', undefined],
  ['OrderBook', 'OrderBook', undefined],
  ['OrderBook.add', 'add', 'OrderBook'],
  ['OrderBook#add()', 'add', 'OrderBook'],
  ['std::vector::push', 'push', 'vector'],
  ['$store', '$store', undefined],
  ['größe', 'größe', undefined],
];

for (const [written, name, within] of symbols)
  test(`${written} is a symbol`, () => assert.deepEqual(writtenSymbol(written), { name, within }));

for (const written of ['', '3rd', 'a b', 'a..b', 'f(g())', 'f(\n)', 'a-b', 'x'.repeat(600), 'a/b', '(x)'])
  test(`${JSON.stringify(written.slice(0, 20))} is no symbol`, () => assert.equal(writtenSymbol(written), undefined));

test('a symbol as a language server tells it loses its parameters', () =>
  assert.deepEqual(['drain(int, T)', 'List<T>', 'plain'].map(bareName), ['drain', 'List', 'plain']));
