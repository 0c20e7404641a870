import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closerFor } from '../../eval/closers.ts';
import { parsePlan } from '../../eval/plan.ts';

test('a plan has the text at the start, the final text, and the places in both orders', () => {
  const { text, truth, sites, order } = parsePlan('a«2|b⟨3⟩c»d‹1|e›f«3|g»h');
  assert.deepEqual([text, truth], ['adefh', 'abcdfgh']);
  assert.deepEqual(
    sites.map(({ number, kind, text: what, at }) => [number, kind, what, at]),
    [
      [2, 'add', 'bc', 1],
      [1, 'remove', 'e', 2],
      [3, 'add', 'g', 4],
    ],
  );
  assert.deepEqual(
    order.map(({ number }) => number),
    [1, 2],
  );
  assert.deepEqual([...(sites[0]?.excursions ?? [])], [[1, 3]]);
});

test('an editor closes a bracket where its closer is to come, past those within and those in quotes', () => {
  assert.deepEqual(closerFor('(a(b), ")")', 0, 'f', ''), { text: ')', at: 10 });
  assert.deepEqual(closerFor('{\n  [}', 0, '', '\n'), undefined);
  assert.equal(closerFor('(a)', 0, 'f', 'x'), undefined);
});

test('an editor closes a quote unless it ends a word or is one of three', () => {
  assert.deepEqual(closerFor(String.raw`"a\"b"`, 0, '(', ')'), { text: '"', at: 5 });
  assert.equal(closerFor("'s own'", 0, 'it', ''), undefined);
  assert.equal(closerFor('"""What it is."""', 0, '', ''), undefined);
  assert.equal(closerFor('"open', 0, '', ''), undefined);
});
