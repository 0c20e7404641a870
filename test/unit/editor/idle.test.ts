import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Idle } from '../../../src/editor/idle.ts';

/** An idle that counts, and the clock it runs by. */
function idle(context: TestContext) {
  context.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const seen = { times: 0 };
  const subject = new Idle({ quiet: 100, apart: 1000 }, () => (seen.times += 1));
  return { subject, seen, pass: (ms: number) => context.mock.timers.tick(ms) };
}

test('the work is done once nothing has been touched for a while', context => {
  const { subject, seen, pass } = idle(context);
  for (let key = 0; key < 5; key += 1) {
    subject.touch();
    pass(99);
  }
  assert.equal(seen.times, 0);
  pass(1);
  assert.equal(seen.times, 1);
});

test('it is not done again before something has been touched, nor too soon after', context => {
  const { subject, seen, pass } = idle(context);
  subject.touch();
  pass(100);
  pass(5000);
  assert.equal(seen.times, 1);
  subject.touch();
  pass(100);
  assert.equal(seen.times, 2);
  subject.touch();
  pass(999);
  assert.equal(seen.times, 2);
  pass(1);
  assert.equal(seen.times, 3);
});

test('a clock that is set back makes nobody wait for it', context => {
  const { subject, seen, pass } = idle(context);
  context.mock.timers.setTime(1_000_000);
  subject.touch();
  pass(100);
  context.mock.timers.setTime(0);
  subject.touch();
  pass(1000);
  assert.equal(seen.times, 2);
});

test('after its end nothing is done', context => {
  const { subject, seen, pass } = idle(context);
  subject.touch();
  subject.end();
  pass(5000);
  assert.equal(seen.times, 0);
});
