import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Repetition } from '../../../../src/chat/loops/repetition.ts';

const gram = 4;

function fed(symbols: readonly number[]): Repetition {
  const repetition = new Repetition(gram);
  for (const symbol of symbols) repetition.add(symbol);
  return repetition;
}

const text = (words: string): readonly number[] => Array.from(words, char => char.charCodeAt(0));

test('a stream that never comes back to what was has no period', () => {
  const repetition = fed(Array.from({ length: 20_000 }, (_, at) => at));
  assert.deepEqual([repetition.period, repetition.length], [0, 0]);
});

test('a stream that repeats has the period of one round and the length of all', () => {
  const repetition = fed(text(`x${'abcdef'.repeat(5)}`));
  assert.deepEqual([repetition.period, repetition.length], [6, 30]);
});

test('a repetition ends with the first symbol that is another', () => {
  const repetition = fed(text('abcdefabcdefabcdefX'));
  assert.equal(repetition.period, 0);
});

test('a part that comes twice within a round does not hide the round', () => {
  const repetition = fed(text('say it, say it, no. '.repeat(4)));
  assert.deepEqual([repetition.period, repetition.length], [20, 80]);
});

test('what lies further back than is remembered is forgotten', () => {
  const far = Array.from({ length: 9000 }, (_, at) => 1000 + at);
  assert.equal(fed([...text('abcdef'), ...far, ...text('abcdef')]).period, 0);
});

test('whatever stands before, the last rounds of a loop are found with a period that holds for all of them', () => {
  const symbols = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(fc.array(fc.nat(3), { maxLength: 60 }), symbols, (before, round) => {
      const rounds = Array.from({ length: 3 + Math.ceil(gram / round.length) }, () => round).flat();
      const stream = [...before, ...rounds];
      const { period, length } = fed(stream);
      assert.ok(period > 0 && period <= round.length && length >= rounds.length);
      for (let at = stream.length - length + period; at < stream.length; at++)
        assert.equal(stream[at], stream[at - period]);
    }),
    { numRuns: 2000 },
  );
});
