import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOfProse, placeInCode } from '../../../../src/page/markdown/names.ts';

const inCode: Readonly<Record<string, readonly [string, string] | undefined>> = {
  'src/queue.ts': ['src/queue.ts', 'src/queue.ts'],
  'queue.ts:19': ['queue.ts', 'queue.ts#L19'],
  'queue.ts:19:4': ['queue.ts', 'queue.ts#L19'],
  'src/parser.ts#L10-L20': ['src/parser.ts', 'src/parser.ts#L10'],
  'a-b/c.d/e_f.test.tsx': ['a-b/c.d/e_f.test.tsx', 'a-b/c.d/e_f.test.tsx'],
  'drain()': ['drain()', 'symbol:drain'],
  'drain(items, 2)': ['drain()', 'symbol:drain'],
  'queue.drain()': ['queue.drain()', 'symbol:queue.drain'],
  'std::sort()': ['std::sort()', 'symbol:std::sort'],
  OrderBook: ['OrderBook', 'symbol:OrderBook'],
  orderBook: ['orderBook', 'symbol:orderBook'],
  MAX_SIZE: ['MAX_SIZE', 'symbol:MAX_SIZE'],
  items: undefined,
  'items.length': undefined,
  null: undefined,
  TODO: undefined,
  i: undefined,
  'i < items.length - 1': undefined,
  '../secret.ts': undefined,
  '/etc/passwd.txt': undefined,
  'https://example.org/a.ts': undefined,
  'a.ts b.ts': undefined,
  '': undefined,
};

for (const [code, place] of Object.entries(inCode))
  test(`\`${code}\` in code names ${place === undefined ? 'nothing' : place[1]}`, () =>
    assert.deepEqual(placeInCode(code), place && { name: place[0], href: place[1] }));

const hrefs = (text: string): readonly string[] =>
  partsOfProse(text).flatMap(part => (typeof part === 'string' ? [] : [part.place.href]));

test('prose names paths, with line or without', () => {
  assert.deepEqual(hrefs('In queue.ts:19, (src/a.py) and "lib/b.rs#L3"; see package.json.'), [
    'queue.ts#L19',
    'src/a.py',
    'lib/b.rs#L3',
    'package.json',
  ]);
});

test('words, addresses and escaping paths in prose name nothing', () => {
  const text =
    'e.g. drain() at 10.5 of example.org, https://example.org/a.ts, ../a.ts, /etc/a.ts, C:\\a.ts, x@y.ts, a.tsfoo';
  assert.deepEqual(hrefs(text), []);
});

test('the parts of a prose joined are the prose', () => {
  for (const text of ['', 'a.ts', 'x a.ts y b.ts:3 z', 'no'])
    assert.equal(
      partsOfProse(text)
        .map(part => (typeof part === 'string' ? part : part.text))
        .join(''),
      text,
    );
});

test('long hostile texts are searched in a moment', () => {
  // Each of them takes minutes where a pattern goes back over what it has read.
  for (const text of [
    'a/'.repeat(50_000),
    'a.'.repeat(50_000),
    'a'.repeat(100_000),
    '+a'.repeat(50_000),
    '@.-'.repeat(30_000),
  ])
    assert.deepEqual(hrefs(text), []);
});
