import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutageNotice } from '../../../src/editor/outageNotice.ts';
import { Failure } from '../../../src/shared/failure.ts';

const givenUp = new Failure('engineCannotStart', { reason: 'ended too often' });

test('in 100 keystrokes of one outage the message comes once', () => {
  let told = 0;
  const notice = new OutageNotice(() => (told += 1));
  for (let key = 0; key < 100; key++) notice.failed(givenUp);
  assert.equal(told, 1);
});

test('a second outage is told again', () => {
  let told = 0;
  const notice = new OutageNotice(() => (told += 1));
  notice.failed(givenUp);
  notice.over();
  notice.failed(givenUp);
  assert.equal(told, 2);
});

test('a single crash and a server that is away are not told: the status item says so', () => {
  const notice = new OutageNotice(() => assert.fail('told'));
  notice.failed(new Failure('engineDied', { reason: 'SIGKILL' }));
  notice.failed(new Failure('unreachable'));
  notice.failed(new Failure('engineCannotStart', { reason: 'not included' }));
});
