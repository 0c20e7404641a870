import assert from 'node:assert/strict';
import { setImmediate as later } from 'node:timers/promises';
import { test } from 'node:test';
import { Schedule } from '../../../src/engines/schedule.ts';
import type { Piece, Purpose } from '../../../src/shared/engine.ts';
import { seededRandom } from '../../demo/random.ts';

const never = new AbortController().signal;
const yes = async (): Promise<boolean> => true;
const no = async (): Promise<boolean> => false;

/** A server that notes what it works on, step by step. */
class Server {
  readonly notes: string[] = [];
  readonly running: Record<Purpose, number> = { completion: 0, chat: 0 };
  mostCompletions = 0;
  /** Completions that ran while a chat answer did. */
  beside = 0;

  work(purpose: Purpose, letter: string, steps: number, signal: AbortSignal): () => AsyncGenerator<Piece> {
    const { notes, running } = this;
    const begin = (): void => {
      running[purpose]++;
      this.mostCompletions = Math.max(this.mostCompletions, running.completion);
      if (purpose === 'completion' && running.chat > 0) this.beside++;
    };
    return async function* () {
      begin();
      try {
        for (let step = 0; step < steps; step++) {
          await later();
          signal.throwIfAborted();
          notes.push(letter);
          yield { kind: 'text', text: letter, tokens: 1 };
        }
      } finally {
        running[purpose]--;
      }
    };
  }
}

async function stagesOf(stream: AsyncIterable<Piece>): Promise<string[]> {
  const stages: string[] = [];
  for await (const piece of stream) if (piece.kind === 'waiting') stages.push(piece.stage);
  return stages;
}

test('completions follow each other', async () => {
  const schedule = new Schedule();
  const server = new Server();
  const run = (letter: string) =>
    stagesOf(schedule.run('completion', no, server.work('completion', letter, 3, never), never));
  await Promise.all([run('a'), run('b'), run('c')]);
  assert.equal(server.notes.join(''), 'aaabbbccc');
  assert.equal(server.mostCompletions, 1);
});

test('where the server cannot do both, a completion says that it is queued and runs when the answer has ended', async () => {
  const schedule = new Schedule();
  const server = new Server();
  const chat = stagesOf(schedule.run('chat', no, server.work('chat', 'x', 5, never), never));
  const completion = stagesOf(schedule.run('completion', no, server.work('completion', 'c', 2, never), never));
  assert.deepEqual(await completion, ['queued']);
  await chat;
  assert.equal(server.notes.join(''), 'xxxxxcc');
});

test('where the server can do both, a completion does not wait', async () => {
  const schedule = new Schedule();
  const server = new Server();
  const chat = stagesOf(schedule.run('chat', yes, server.work('chat', 'x', 9, never), never));
  assert.deepEqual(
    await stagesOf(schedule.run('completion', yes, server.work('completion', 'c', 2, never), never)),
    [],
  );
  assert.ok(server.notes.filter(note => note === 'x').length < 9);
  await chat;
});

test('a completion that waits for an answer ends as soon as it is aborted, and was never sent', async () => {
  const schedule = new Schedule();
  const server = new Server();
  const endless = new AbortController();
  const chat = stagesOf(schedule.run('chat', no, server.work('chat', 'x', 1e9, endless.signal), endless.signal));
  const abort = new AbortController();
  const reason = new Error('the next key');
  const waiting = stagesOf(schedule.run('completion', no, server.work('completion', 'c', 1, never), abort.signal));
  await later();
  abort.abort(reason);
  await assert.rejects(waiting, error => error === reason);
  assert.ok(!server.notes.includes('c'));
  endless.abort(reason);
  await assert.rejects(chat, error => error === reason);
});

test('a completion that waits for another one ends as soon as it is aborted, and the next still waits', async () => {
  const schedule = new Schedule();
  const server = new Server();
  const run = (letter: string, signal: AbortSignal) =>
    stagesOf(schedule.run('completion', no, server.work('completion', letter, 20, signal), signal));
  const first = run('a', never);
  const abort = new AbortController();
  const second = run('b', abort.signal);
  const third = run('c', never);
  await later();
  const reason = new Error('the next key');
  abort.abort(reason);
  await assert.rejects(second, error => error === reason);
  assert.ok(server.notes.length < 20, 'the first one still runs');
  await Promise.all([first, third]);
  assert.equal(server.notes.join(''), 'a'.repeat(20) + 'c'.repeat(20));
  assert.equal(server.mostCompletions, 1);
});

test('an answer that fails lets the waiting completion go', async () => {
  const schedule = new Schedule();
  const server = new Server();
  const failing = async function* (): AsyncGenerator<Piece> {
    yield { kind: 'waiting', stage: 'reading' };
    await later();
    throw new Error('the server ended');
  };
  const chat = stagesOf(schedule.run('chat', no, failing, never));
  const completion = stagesOf(schedule.run('completion', no, server.work('completion', 'c', 1, never), never));
  await assert.rejects(chat, /the server ended/);
  assert.deepEqual(await completion, ['queued']);
  assert.equal(server.notes.join(''), 'c');
});

test('in 2,000 seeded mixes of keys, aborts and answers never two completions run, and none beside an answer', async () => {
  for (let seed = 1; seed <= 2000; seed++) {
    const random = seededRandom(seed);
    const schedule = new Schedule();
    const server = new Server();
    const ended: Promise<unknown>[] = [];
    let key: AbortController | undefined;
    let answered = 0;
    for (let step = 0; step < 12; step++) {
      const chance = random.next();
      if (chance < 0.2) {
        answered += 1;
        ended.push(stagesOf(schedule.run('chat', no, server.work('chat', 'x', 2, never), never)));
      } else if (chance < 0.8) {
        key?.abort();
        key = new AbortController();
        const { signal } = key;
        const work = server.work('completion', 'c', 1 + Math.floor(random.next() * 4), signal);
        ended.push(stagesOf(schedule.run('completion', no, work, signal)).catch(() => undefined));
      } else await later();
    }
    await Promise.all(ended);
    const where = `seed ${seed}`;
    assert.equal(server.mostCompletions <= 1, true, where);
    assert.equal(server.beside, 0, where);
    assert.deepEqual(server.running, { completion: 0, chat: 0 }, where);
    assert.equal(server.notes.filter(note => note === 'x').length, answered * 2, where);
  }
});
