import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excludedGlobs, hiddenNames } from '../../../src/context/excludedNames.ts';
import { fuzzyGlob, fuzzyScore } from '../../../src/context/fuzzy.ts';
import { languageIdOf } from '../../../src/context/fenceLanguages.ts';

const best = (query: string, names: readonly string[]): string | undefined =>
  names
    .flatMap(name => {
      const score = fuzzyScore(query, name);
      return score === undefined ? [] : [{ name, score }];
    })
    .toSorted((a, b) => b.score - a.score)[0]?.name;

test('letters in a row, at the start of words and in the last part are the better match', () => {
  assert.equal(best('queue', ['src/queues/index.ts', 'src/queue.ts']), 'src/queue.ts');
  assert.equal(best('ob', ['src/bob.ts', 'src/orderBook.ts']), 'src/orderBook.ts');
  assert.equal(best('src/q', ['lib/queue.ts', 'src/queue.ts']), 'src/queue.ts');
  assert.equal(best('QU', ['src/queue.ts']), 'src/queue.ts');
  assert.equal(best('qz', ['src/queue.ts']), undefined);
  assert.notEqual(fuzzyScore('', 'src/queue.ts'), undefined);
});

test('a query becomes a glob that ignores case and has none of its own wildcards', () => {
  assert.equal(fuzzyGlob('qU'), '**/*[qQ]*[uU]*');
  assert.equal(fuzzyGlob('src/a.'), '**/*[aA]*.*');
  assert.equal(fuzzyGlob('*{}[]'), undefined);
  assert.equal(fuzzyGlob('件'), '**/*件*');
});

test('excluding globs are those that are on, one alternative each', () =>
  assert.deepEqual(
    excludedGlobs(
      { '**/.git': true, '**/*.map': false, '**/*.js': { when: '$(basename).ts' } },
      { '**/{out,dist}': true, '**/.git': true },
    ),
    ['**/.git', '**/out', '**/dist'],
  ));

test('a name is hidden where a glob names it in any folder', () => {
  const isHidden = hiddenNames(['**/node_modules', '**/out/**', '**/*.code-search', 'only/here', '**/*', '**/**']);
  assert.deepEqual(['node_modules', 'out', 'a.code-search'].map(isHidden), [true, true, true]);
  assert.deepEqual(['here', 'src', 'outer', 'xnode_modules'].map(isHidden), [false, false, false, false]);
});

test('the names that models write behind a fence become VS Code’s', () =>
  assert.deepEqual(['ts', 'py', 'sh', 'C++', 'rust', '', 'ts title="a.ts"', 'constructor'].map(languageIdOf), [
    ...['typescript', 'python', 'shellscript', 'cpp', 'rust', 'plaintext', 'typescript', 'constructor'],
  ]));
