import assert from 'node:assert/strict';
import { setImmediate as later } from 'node:timers/promises';
import { test } from 'node:test';
import { RestartLimit } from '../../../../src/engines/embedded/restartLimit.ts';
import { Turns } from '../../../../src/engines/embedded/turns.ts';
import type { Purpose } from '../../../../src/shared/engine.ts';
import { itemsOf } from './testEngine.ts';

/** Runs work of so many steps, noting each as a letter; rests before each step as a generation does. */
async function work(
  turns: Turns,
  purpose: Purpose,
  letter: string,
  steps: number,
  notes: string[],
  signal?: AbortSignal,
) {
  const stepping = async function* () {
    for (let step = 0; step < steps; step++) {
      await turns.mayStep(purpose);
      await later();
      yield letter;
    }
  };
  for await (const note of turns.take(purpose, stepping, signal ?? new AbortController().signal)) notes.push(note);
}

test('two generations for one purpose follow each other', async () => {
  const turns = new Turns();
  const notes: string[] = [];
  await Promise.all([work(turns, 'chat', 'a', 3, notes), work(turns, 'chat', 'b', 3, notes)]);
  assert.equal(notes.join(''), 'aaabbb');
});

test('chat rests while completions work and then goes on', async () => {
  const turns = new Turns();
  const notes: string[] = [];
  const chat = work(turns, 'chat', 'x', 6, notes);
  while (notes.length < 2) await later();
  await Promise.all([chat, work(turns, 'completion', 'c', 3, notes), work(turns, 'completion', 'd', 3, notes)]);
  assert.equal(notes.filter(note => note === 'x').length, 6);
  // The step that chat was in when the completion came still ends, and all others come after both completions.
  const began = notes.indexOf('c');
  const whileCompleting = notes.slice(began, notes.indexOf('d') + 3).filter(note => note === 'x');
  assert.ok(began <= 3 && whileCompleting.length <= 1, notes.join(''));
  assert.equal(notes.filter(note => note !== 'x').join(''), 'cccddd');
});

test('chat is interrupted for ten seconds after a completion, and completions never are', async () => {
  let now = 100_000;
  const turns = new Turns(() => now);
  assert.equal(turns.isInterrupted('chat'), false);
  await work(turns, 'completion', 'c', 1, []);
  now += 9000;
  assert.equal(turns.isInterrupted('chat'), true);
  assert.equal(turns.isInterrupted('completion'), false);
  now += 1000;
  assert.equal(turns.isInterrupted('chat'), false);
});

test('a turn that fails or is given up passes on', async () => {
  const turns = new Turns();
  const notes: string[] = [];
  const failing = async function* () {
    await later();
    yield 'f';
    throw new Error('failed');
  };
  const signal = new AbortController().signal;
  const failed = assert.rejects(itemsOf(turns.take('completion', failing, signal)), /failed/);
  const givenUp = assert.rejects(
    work(turns, 'completion', 'g', 2, notes, AbortSignal.abort(new Error('given up'))),
    /given up/,
  );
  await Promise.all([failed, givenUp, work(turns, 'completion', 'h', 2, notes), work(turns, 'chat', 'i', 1, notes)]);
  assert.equal(notes.join(''), 'hhi');
});

test('five restarts in three minutes are allowed, and a sixth not until a person asks', () => {
  let now = 0;
  const limit = new RestartLimit(() => now);
  const restarts = (count: number) => Array.from({ length: count }, () => ((now += 1000), limit.mayRestart()));
  assert.deepEqual(restarts(6), [true, true, true, true, true, false]);
  now += 10 * 60_000;
  assert.deepEqual(restarts(1), [false]);
  limit.reset();
  assert.deepEqual(restarts(6), [true, true, true, true, true, false]);
});

test('restarts that are far apart are not counted together', () => {
  let now = 0;
  const limit = new RestartLimit(() => now);
  const restarts = Array.from({ length: 20 }, () => ((now += 40_000), limit.mayRestart()));
  assert.deepEqual(new Set(restarts), new Set([true]));
});

test('reading ahead rests while a chat or a completion works, does not hold them up, and does not count as typing', async () => {
  const turns = new Turns();
  const notes: string[] = [];
  const { signal } = new AbortController();
  const readingAhead = async function* () {
    for (let step = 0; step < 6; step++)
      yield await turns.whenIdle(async () => {
        notes.push('(');
        await later();
        notes.push(')');
      }, signal);
  };
  const reading = itemsOf(turns.take('completion ahead', readingAhead, signal));
  while (notes.length < 3) await later();
  await work(turns, 'chat', 'x', 5, notes);
  while (notes.length < 12) await later();
  assert.equal(turns.isInterrupted('chat'), false);
  await Promise.all([work(turns, 'completion', 'c', 3, notes), work(turns, 'chat', 'y', 3, notes)]);
  await reading;
  // Nobody begins within a step, and no step begins before the others have ended.
  assert.match(notes.join(''), /^(\(\)){2}xxxxx(\(\))+cccyyy(\(\))*$/);
  assert.equal(notes.filter(note => note === '(').length, 6);
});

test('a reading that rests ends at once when it is given up', async () => {
  const turns = new Turns();
  const abort = new AbortController();
  const endless = async function* () {
    for (;;) yield await later();
  };
  const chat = turns.take('chat', endless, new AbortController().signal);
  await chat.next();
  const reading = turns.whenIdle(() => assert.fail('chat works'), abort.signal);
  abort.abort(new Error('given up'));
  await assert.rejects(reading, /given up/);
  await chat.return(undefined);
});

test('a step of reading ahead that fails does not keep others from working', async () => {
  const turns = new Turns();
  const notes: string[] = [];
  const failing = turns.whenIdle(() => Promise.reject(new Error('failed')), new AbortController().signal);
  await Promise.all([assert.rejects(failing, /failed/), work(turns, 'completion', 'c', 2, notes)]);
  assert.equal(notes.join(''), 'cc');
});
