import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readGgufHeader } from '../../../../src/engines/embedded/ggufHeader.ts';
import { Failure } from '../../../../src/shared/failure.ts';
import { ggufFile, type MetadataValue } from '../../../fakes/ggufWriter.ts';
import { scriptedModel } from '../../../fakes/scriptedModel.ts';

const folder = mkdtempSync(join(tmpdir(), 'deepwell-gguf-'));
after(() => rmSync(folder, { recursive: true }));

function headerOf(bytes: Buffer) {
  const path = join(folder, 'Some Model.gguf');
  writeFileSync(path, bytes);
  return readGgufHeader(path);
}

/** The kind of failure, or "ok". */
function outcome(bytes: Buffer): string {
  try {
    headerOf(bytes);
    return 'ok';
  } catch (error) {
    if (error instanceof Failure) return error.kind;
    throw error;
  }
}

const basics: readonly [string, MetadataValue][] = [
  ['general.architecture', { string: 'llama' }],
  ['llama.context_length', { u32: 2048 }],
];
const small = (...more: readonly [string, MetadataValue][]) =>
  ggufFile(new Map([...basics, ...more]), [
    { name: 'a', shape: [32, 2], values: new Float32Array(64), precision: 'f16' },
    { name: 'b', shape: [40], values: new Float32Array(40), precision: 'f32' },
  ]);

test('the facts of a model are read', () => {
  const file = scriptedModel({ kind: 'r1', scripts: [{ says: 'hm' }], contextLength: 512 });
  const { facts, weight } = headerOf(file);
  const { marks = [], ...rest } = facts;
  assert.deepEqual(rest, {
    name: 'DeepSeek R1 scripted',
    architecture: 'qwen2',
    contextLength: 512,
    endMark: '<｜end▁of▁sentence｜>',
  });
  assert.deepEqual(
    ['<｜User｜>', '<｜Assistant｜>', '<think>', '<｜fim▁begin｜>'].map(mark => marks.includes(mark)),
    [true, true, true, false],
  );
  // One layer, one head of 64 numbers: keys and values of 64 two-byte numbers each.
  assert.deepEqual([weight.fileBytes, weight.cacheBytesPerToken], [file.length, 256]);
});

test('heads of its own for each layer are added up', () => {
  const shape: readonly [string, MetadataValue][] = [
    ['llama.block_count', { u32: 3 }],
    ['llama.embedding_length', { u32: 256 }],
    ['llama.attention.head_count', { u32: 4 }],
    ['llama.attention.head_count_kv', { i32s: [4, 2, 1] }],
  ];
  assert.equal(headerOf(small(...shape)).weight.cacheBytesPerToken, 7 * 2 * (64 + 64));
});

test('a model without a name has the name of its file', () => {
  assert.equal(headerOf(small()).facts.name, 'Some Model');
  assert.equal(headerOf(small(['general.name', { string: '' }])).facts.name, 'Some Model');
});

test('a vocabulary of 150,000 words and values of every kind are skipped', () => {
  const strings = Array.from({ length: 150_000 }, (_, index) => `word ${index}`);
  const bytes = small(
    ['tokenizer.ggml.tokens', { strings }],
    ['tokenizer.ggml.token_type', { i32s: strings.map(() => 1) }],
    ['x.f', { f32: 1 }],
    ['x.b', { bool: true }],
    ['x.s', { string: 'long '.repeat(100_000) }],
    ['general.name', { string: 'Behind all that' }],
  );
  assert.equal(headerOf(bytes).facts.name, 'Behind all that');
});

test('a file that is cut at any place is refused', () => {
  const whole = small(['general.name', { string: 'Cut' }], ['tokens', { strings: ['a', 'b'] }]);
  const outcomes = Array.from({ length: whole.length }, (_, length) => outcome(whole.subarray(0, length)));
  assert.deepEqual(new Set(outcomes.slice(0, 4)), new Set(['notGguf']));
  // The tensors' lengths are multiples of the alignment: there is no padding at the end that could be missing.
  assert.deepEqual(new Set(outcomes.slice(4)), new Set(['modelBroken']));
  assert.equal(outcome(whole), 'ok');
});

test('a damaged byte anywhere in the header never does worse than a failure', () => {
  const whole = small(['general.name', { string: 'Damaged' }], ['tokens', { strings: ['a', 'b'] }]);
  const headerLength = whole.length - (2 * 64 + 4 * 40);
  const kinds = new Set<string>();
  for (let at = 0; at < headerLength; at++)
    for (const value of [0, 0x7f, 0xff]) {
      const damaged = Buffer.from(whole);
      damaged[at] = value;
      kinds.add(outcome(damaged));
    }
  for (const kind of kinds) assert.ok(['ok', 'notGguf', 'modelBroken', 'modelUnsupported'].includes(kind), kind);
});

test('huge counts and lengths are refused without reading on', () => {
  const huge = (offset: number) => {
    const bytes = small();
    bytes.writeBigUInt64LE(0x0010_0000_0000_0000n, offset);
    return bytes;
  };
  // The counts of tensors and of metadata, and the length of the first key.
  assert.deepEqual(
    [8, 16, 24].map(offset => outcome(huge(offset))),
    ['modelBroken', 'modelBroken', 'modelBroken'],
  );
});

test('other versions of the format are unsupported, other files are not GGUF', () => {
  const version = (number: number) => {
    const bytes = small();
    bytes.writeUInt32LE(number, 4);
    return bytes;
  };
  assert.deepEqual(
    [1, 2, 3, 4, 0x0300_0000].map(number => outcome(version(number))),
    ['modelUnsupported', 'ok', 'ok', 'modelUnsupported', 'modelUnsupported'],
  );
  assert.equal(outcome(Buffer.from('')), 'notGguf');
  assert.equal(outcome(Buffer.from('GGML and more')), 'notGguf');
});

test('a file that does not say what it is is broken', () => {
  const without = (key: string) => ggufFile(new Map(basics.filter(([name]) => name !== key)), []);
  assert.equal(outcome(without('general.architecture')), 'modelBroken');
  assert.equal(outcome(without('llama.context_length')), 'modelBroken');
});
