import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookupsAt } from '../../../src/context/lookups.ts';

/** The names that are looked up at ║, each checked to stand where the lookup says. */
function names(marked: string, limit?: number): readonly string[] {
  const text = marked.replace('║', '');
  const line = marked.slice(0, marked.indexOf('║')).split('\n').length - 1;
  return lookupsAt(text, line, limit).map(lookup => {
    assert(text.split('\n')[lookup.line]?.startsWith(lookup.name, lookup.character), lookup.name);
    return lookup.name;
  });
}

const far = '\n'.repeat(40);

test('imported names that are used near the cursor come first, then what is used, then other imports', () =>
  assert.deepEqual(
    names(
      `import { far, near } from './a';\nimport type { Kind } from './b';\n${far}const kind: Kind = make(near);\nlocal.go();║`,
    ),
    ['near', 'Kind', 'make', 'local', 'far'],
  ));

test('names of an import over several lines stand where they are', () =>
  assert.deepEqual(names(`import {\n  one,\n  two as three,\n} from './a';\n${far}║`), ['one', 'two', 'three']));

test('imports of Python, Rust, C# and CommonJS are understood', () => {
  assert.deepEqual(names(`from a.b import (\n  one,\n  two\n)\n${far}║`), ['a', 'b', 'one', 'two']);
  assert.deepEqual(names(`use std::io::{Read, Write};\n${far}║`), ['std', 'io', 'Read', 'Write']);
  assert.deepEqual(names(`using System.Text;\n${far}║`), ['System', 'Text']);
  assert.deepEqual(names(`const { join } = require('path');\n${far}║`), ['join']);
});

test('keywords, comments and members are not looked up', () =>
  assert.deepEqual(names('// Call(this)\nif (ready) while (go()) value.call(Type);║'), ['go', 'value', 'Type']));

test('each name is looked up once and there are at most as many as asked for', () => {
  assert.deepEqual(names('one(); one(); two(); three();║', 2), ['one', 'two']);
  assert.equal(names(Array.from({ length: 30 }, (_, at) => `f${at}();`).join('') + '║').length, 8);
});

test('a document without anything to look up has no lookups', () => assert.deepEqual(names('║'), []));

test('imports that are never closed end where the text does', () =>
  assert.deepEqual(
    lookupsAt('import { one\n'.repeat(4000), 0).map(({ name }) => name),
    ['one'],
  ));
