import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signatures } from '../../../src/context/definitions.ts';

const definition = (path: string, line: number, name: string) => ({
  path,
  languageId: 'typescript',
  line,
  text: `export function ${name}(): void {\n  work();\n}\n`,
});

test('signatures of one file are one snippet in the order of the file, the files in the order of their paths', () => {
  const found = [definition('b.ts', 1, 'third'), definition('a.ts', 9, 'second'), definition('a.ts', 2, 'first')];
  const expected = [
    { path: 'a.ts', text: 'export function first(): void\nexport function second(): void\n' },
    { path: 'b.ts', text: 'export function third(): void\n' },
  ];
  assert.deepEqual(signatures(found), expected);
  assert.deepEqual(signatures(found.toReversed()), expected);
});

test('a definition that was found twice is shown once', () =>
  assert.equal(
    signatures([definition('a.ts', 1, 'once'), definition('a.ts', 1, 'once')])[0]?.text,
    'export function once(): void\n',
  ));

test('an empty definition shows nothing', () =>
  assert.deepEqual(signatures([{ path: 'a.ts', languageId: 'typescript', line: 0, text: '' }]), []));
