import assert from 'node:assert/strict';
import { test } from 'node:test';
import { badReply, Failure, unreachable, type Damage, type Obstacle } from '../../../src/shared/failure.ts';
import { tell } from '../../fakes/tell.ts';

const address = 'http://gpu.example:8080';

const obstacles: Readonly<Record<Obstacle, string>> = {
  notAnAddress: 'openSettings',
  credentials: 'openSettings',
  unknownHost: 'openSettings',
  nothingListens: 'openSettings',
  notSecure: 'openSettings',
  noAnswer: 'showLog',
  closed: 'showLog',
};
const damages: Readonly<Record<Damage, string>> = {
  endedEarly: 'showLog',
  silent: 'showLog',
  tooLong: 'showLog',
  toolsOnly: 'showLog',
  notUnderstood: 'openSettings',
};

const failures: readonly (readonly [failure: Failure, action: string | undefined])[] = [
  ...Object.entries(obstacles).map(([why, action]) => [unreachable(address, why as Obstacle, 'CODE'), action] as const),
  ...Object.entries(damages).map(([why, action]) => [badReply(address, why as Damage, 'words'), action] as const),
  [new Failure('notLocal', { address, host: 'gpu.example' }), 'allowHost'],
  [new Failure('notLocal', { address, host: '127.0.0.1', peer: '203.0.113.9' }), 'openSettings'],
  [new Failure('keyRefused', { address, status: 401, message: 'no' }), 'setApiKey'],
  [new Failure('keyRefused', { address, status: 403, message: 'no' }), 'setApiKey'],
  [new Failure('serverBusy', { address, status: 503, message: 'Loading model' }), undefined],
  [new Failure('serverBusy', { address, status: 429, message: 'no', retryAfter: 7 }), undefined],
  [new Failure('notFound', { address, status: 404, message: 'no' }), 'openSettings'],
  [new Failure('redirected', { address, status: 307 }), 'openSettings'],
  [new Failure('serverRefused', { address, status: 200, message: 'no' }), 'showLog'],
  [new Failure('serverRefused', { address, status: 500, message: 'no' }), 'showLog'],
];

test('each fault of the network has a sentence of its own, which names the address, and its own button', () => {
  const told = failures.map(([failure]) => tell(failure));
  assert.equal(new Set(told.map(({ sentence }) => sentence)).size, failures.length);
  for (const { sentence } of told) {
    assert.ok(sentence.includes(address), sentence);
    assert.doesNotMatch(sentence, /[{}?]|undefined|\.\./);
  }
  assert.deepEqual(
    told.map(({ action }) => action?.action),
    failures.map(([, action]) => action),
  );
});

test('a damaged answer whose maker gives no reason is one that is not understood', () => {
  const { sentence } = tell(new Failure('badReply', { address, message: 'a line has another form' }));
  assert.equal(sentence, tell(badReply(address, 'notUnderstood', '')).sentence);
});

test('a model that is not there is named', () => {
  assert.match(tell(new Failure('noModel', { model: 'deepseek-r1:7b', purpose: 'chat' })).sentence, /deepseek-r1:7b/);
  assert.match(tell(new Failure('noModel', { purpose: 'chat' })).sentence, /^No model is set up yet/);
});

const memory = { model: 'R1 14B', contextLength: 8192, neededBytes: 10.24e9, freeBytes: 6.11e9 };

test('a model that does not fit says how much it takes, how much is free, and what would fit', () => {
  const shorter = tell(new Failure('notEnoughMemory', { ...memory, shorterContext: 2048, smallerModel: 'R1 7B' }));
  assert.equal(
    shorter.sentence,
    'R1 14B takes 10.2 GB of memory with a context of 8192 tokens, and 6.1 GB are free. With a context length of 2048 it fits.',
  );
  assert.equal(shorter.action?.action, 'openSettings');
  const smaller = tell(new Failure('notEnoughMemory', { ...memory, smallerModel: 'R1 7B' }));
  assert.match(smaller.sentence, /Choose a smaller model, for example R1 7B/);
  assert.equal(smaller.action?.action, 'setUp');
});

test('where a graphics card is short of memory, the computer’s own is not named', () =>
  assert.equal(
    tell(new Failure('notEnoughMemory', { ...memory, freeBytes: 30e9 })).sentence,
    'R1 14B takes more memory than is free. Choose a smaller model, or close other programs.',
  ));

test('an engine that was ended by a person did not end unexpectedly', () => {
  assert.doesNotMatch(tell(new Failure('engineDied', { reason: 'ended' })).sentence, /unexpectedly/);
  assert.match(tell(new Failure('engineDied', { reason: 'SIGKILL' })).sentence, /unexpectedly/);
});

test('an instruct model is told apart from other models that cannot fill in code', () => {
  const facts = { model: 'coder', purpose: 'completion' };
  assert.match(
    tell(new Failure('wrongModel', { ...facts, why: 'instruct' })).sentence,
    /trained to follow instructions/,
  );
  assert.doesNotMatch(tell(new Failure('wrongModel', facts)).sentence, /instructions/);
});
