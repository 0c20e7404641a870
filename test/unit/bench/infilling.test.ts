import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Problem } from '../../bench/infilling/problems.ts';
import { replay } from '../../bench/infilling/replay.ts';
import { type Run, variants } from '../../bench/infilling/variants.ts';
import { judge } from '../../bench/infilling/verdict.ts';

const problem: Problem = {
  id: 'mean',
  before: 'def mean(values):\n    total = 0\n',
  middle: '    for value in values:\n        total += value\n',
  after: '    share = total / len(values)\n    return share\n',
};

const runOf = (variant: string): Run => {
  const make = variants[variant];
  assert.ok(make, variant);
  return make(problem);
};

const insert = (text: string): { insert: string; replaceSuffix: number } => ({ insert: text, replaceSuffix: 0 });

for (const variant of Object.keys(variants).filter(name => name !== 'cut by the limit'))
  test(`the true middle comes out exactly: ${variant}`, () => {
    const run = runOf(variant);
    const verdict = judge(run, replay(run, 64).suggestion);
    assert.deepEqual(verdict, { isExact: true, recovered: 1, isWrong: false, isNothing: false });
  });

test('of a middle that was cut, the whole lines that were written come out', () => {
  const run = runOf('cut by the limit');
  assert.equal(run.says, '    for value in values:\n');
  const verdict = judge(run, replay(run, 64).suggestion);
  assert.deepEqual(verdict, { isExact: false, recovered: 1, isWrong: false, isNothing: false });
});

test('the first lines of the true ones are a part of them', () => {
  const verdict = judge(runOf('exact'), insert('    for value in values:\n'));
  assert.deepEqual(verdict, { isExact: false, recovered: 0.5, isWrong: false, isNothing: false });
});

for (const [what, text] of Object.entries({
  'another line': '    print(values)\n',
  'half a line': '    for value in val\n',
  'a line glued to the next one': '    for value in values:',
  'another indentation': '  for value in values:\n',
  'a line too many': `${problem.middle}    share = total / len(values)\n`,
}))
  test(`it is wrong to insert ${what}`, () => {
    const verdict = judge(runOf('exact'), insert(text));
    assert.deepEqual(verdict, { isExact: false, recovered: 0, isWrong: true, isNothing: false });
  });

test('a stream that says what follows is stopped before its end', () => {
  const { saved, pieces } = replay(runOf('new function'), 64);
  assert.ok(saved > pieces / 4, `${saved} of ${pieces}`);
});
