import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { relatedCode } from '../../../src/context/related.ts';
import type { Snippet } from '../../../src/context/snippet.ts';
import { tokensIn } from '../../../src/context/tokens.ts';

const none = { definitions: [], similar: [], edits: [] };
const lines = (name: string, count = 4): string =>
  Array.from({ length: count }, (_, at) => `const ${name}${at} = ${name}(${at});\n`).join('');
const piece = (path: string, name: string, count?: number): Snippet => ({ path, text: lines(name, count) });
const rendered = (snippets: readonly Snippet[]): string =>
  snippets.map(({ path, text }) => `#${path}\n${text}`).join('');

const definition = piece('d.ts', 'define');
const window = piece('w.ts', 'like');
const edit = piece('e.ts', 'edit');

test('definitions come first, then similar windows, then recent edits', () =>
  assert.deepEqual(relatedCode({ edits: [edit], similar: [window], definitions: [definition] }, '', 1000), [
    definition,
    window,
    edit,
  ]));

test('without parts or without a budget there is nothing', () => {
  assert.deepEqual(relatedCode(none, '', 1000), []);
  assert.deepEqual(relatedCode({ ...none, similar: [window] }, '', 0), []);
});

test('pieces of one file that follow each other are one snippet', () =>
  assert.deepEqual(relatedCode({ ...none, similar: [piece('a.ts', 'one'), piece('a.ts', 'two')] }, '', 1000), [
    { path: 'a.ts', text: lines('one') + lines('two') },
  ]));

test('what stands at the cursor or is there already is left out, lines of brackets alone do not count', () => {
  assert.deepEqual(relatedCode({ ...none, similar: [window] }, `a;\n${window.text}b;\n`, 1000), []);
  assert.deepEqual(relatedCode({ definitions: [window], similar: [], edits: [window] }, '', 1000), [window]);
  assert.deepEqual(relatedCode({ ...none, similar: [window] }, '}\n);\n\n', 1000), [window]);
});

test('a piece that is too long is cut after a whole line, or left out where hardly a line of it fits', () => {
  const long = piece('a.ts', 'long', 100);
  const [cut] = relatedCode({ ...none, similar: [long] }, '', 200);
  assert(cut && long.text.startsWith(cut.text) && cut.text.endsWith('\n') && cut.text.length < long.text.length);
  assert.deepEqual(relatedCode({ ...none, similar: [long] }, '', 20), []);
});

test('many definitions leave room for what is similar and for edits', () => {
  const definitions = Array.from({ length: 20 }, (_, at) =>
    piece(`d${at}.ts`, `define${String.fromCharCode(97 + at)}`),
  );
  const paths = relatedCode({ definitions, similar: [window], edits: [edit] }, '', 800).map(({ path }) => path);
  assert(paths.includes('w.ts') && paths.includes('e.ts'));
});

test('what was there keeps its place when others have become more alike, and goes when it is offered no more', () => {
  const [a, b, c] = [piece('a.ts', 'aaa'), piece('b.ts', 'bbb'), piece('c.ts', 'ccc')];
  const before = relatedCode({ ...none, similar: [a, b] }, '', 1000);
  assert.deepEqual(relatedCode({ ...none, similar: [c, b, a] }, '', 1000, before), [a, b, c]);
  assert.deepEqual(relatedCode({ ...none, similar: [c, b] }, '', 1000, before), [b, c]);
});

test('a piece that was cut keeps its place as well', () => {
  const parts = { ...none, similar: [piece('a.ts', 'long', 30), piece('b.ts', 'other', 30)] };
  const before = relatedCode(parts, '', 200);
  assert.deepEqual(relatedCode({ ...parts, similar: parts.similar.toReversed() }, '', 200, before), before);
});

const pieces = fc.array(
  fc.record({
    path: fc.constantFrom('a.ts', 'b.ts', 'lib/c.ts'),
    text: fc
      .array(fc.oneof(fc.constantFrom('', '}', 'const a = b;', '  return a;'), fc.string({ unit: 'grapheme' })), {
        minLength: 1,
      })
      .map(all => all.map(line => `${line.replaceAll('\n', '')}\n`).join('')),
  }),
  { maxLength: 6 },
);
const parts = fc.record({ definitions: pieces, similar: pieces, edits: pieces });
const budget = fc.nat(300);

test('the budget holds with all headings, and all lines are whole and come from what was offered', () =>
  fc.assert(
    fc.property(parts, budget, fc.string(), (offered, tokens, around) => {
      const result = relatedCode(offered, around, tokens);
      assert(tokensIn(rendered(result)) <= tokens);
      const all = new Set(
        Object.values(offered)
          .flat()
          .flatMap(({ path, text }) => text.split('\n').map(line => path + line)),
      );
      for (const { path, text } of result) {
        assert(text.endsWith('\n'));
        for (const line of text.split('\n')) assert(all.has(path + line));
      }
      for (const [at, { path }] of result.entries()) assert.notEqual(path, result[at + 1]?.path);
    }),
  ));

test('the same comes out again, with and without what came out before', () => {
  const named = fc.uniqueArray(fc.stringMatching(/^[a-p]$/), { maxLength: 12 });
  fc.assert(
    fc.property(named, fc.integer({ min: 1, max: 12 }), fc.nat(600), (names, count, tokens) => {
      const all = names.map((name, at) => piece(`${'xyz'[at % 3]}.ts`, name, count));
      const offered = { definitions: all.slice(0, 3), similar: all.slice(3, 8), edits: all.slice(8) };
      const first = relatedCode(offered, '', tokens);
      assert.deepEqual(relatedCode(offered, '', tokens), first);
      assert.deepEqual(relatedCode(offered, '', tokens, first), first);
    }),
  );
});
