import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { type RunnerEvent, orNothingRan, parseTally, tallyOf, tallyOfXunit } from '../../tasks/tally.ts';

const result = (type: 'test:pass' | 'test:fail', name: string, more: object = {}): RunnerEvent => ({
  type,
  data: { name, nesting: 0, file: resolve('test/unit/some.test.ts'), details: { type: 'test' }, ...more },
});

test('a run counts the tests that passed and names those that failed', async () => {
  const events = [result('test:pass', 'a'), result('test:fail', 'b'), result('test:pass', 'c', { nesting: 1 })];
  assert.deepEqual(await tallyOf(events), { passed: 2, failures: ['b'] });
});

test('suites and other events of the runner are not counted', async () => {
  const suite = result('test:pass', 's', { details: { type: 'suite' } });
  assert.deepEqual(await tallyOf([suite, { type: 'test:summary', data: {} }]), { passed: 0, failures: [] });
});

test('a skipped test and a test still to do are failures', async () => {
  const events = [result('test:pass', 'a', { skip: true }), result('test:pass', 'b', { todo: 'later' })];
  assert.deepEqual(await tallyOf(events), { passed: 0, failures: ['a: skipped', 'b: still to do'] });
});

test('a file that passes without a test of its own is a failure', async () => {
  const name = 'test/unit/some.test.ts';
  assert.deepEqual(await tallyOf([result('test:pass', name)]), {
    passed: 0,
    failures: [`${name}: no test in it ran to its end`],
  });
});

test('a stage that ran nothing has failed', () => {
  assert.deepEqual(orNothingRan({ passed: 0, failures: [] }), { passed: 0, failures: ['no test ran'] });
  assert.deepEqual(orNothingRan({ passed: 1, failures: [] }), { passed: 1, failures: [] });
});

test('a tally that is not one is refused', () => {
  assert.deepEqual(parseTally('{"passed":3,"failures":["x"]}'), { passed: 3, failures: ['x'] });
  assert.throws(() => parseTally('{"passed":"3"}'));
});

test('xUnit reports are added up, failures and errors under the name of their file', () => {
  const report = (name: string, tests: number, failures: number, errors: number): string =>
    `<testsuite\n name="${name}"\n tests="${tests}" failures="${failures}" errors="${errors}" skipped="0">`;
  assert.deepEqual(tallyOfXunit([report('one', 5, 0, 0), report('two', 4, 1, 1)]), {
    passed: 7,
    failures: ['two', 'two'],
  });
});
