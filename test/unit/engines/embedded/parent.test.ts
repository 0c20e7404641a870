import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createEmbeddedEngine } from '../../../../src/engines/embedded/parent.ts';
import { completionOf, isRunning, never, readTexts, replyOf, startEngine } from './testEngine.ts';

/**
 * A process that notes what it is told (as log events) and streams dots for ever, even after an abort, for a prompt of
 * "dots"; for "garbage" it says what nobody understands.
 */
const fakeProcess = `
const say = message => process.send(message, () => undefined);
process.on('disconnect', () => process.exit());
process.on('message', message => {
  say({ kind: 'log', event: message.kind, facts: {} });
  if (message.kind === 'shutdown' && !process.env.STUBBORN) process.exit();
  if (message.kind !== 'generate') return;
  const { id, request } = message;
  if (request.prompt[0] === 'garbage') return say({ kind: 'piece', id, piece: { kind: 'text', text: 1 } });
  const piece = { kind: 'text', text: '.', tokens: 1 };
  setInterval(() => say({ kind: 'piece', id, piece }), 1);
});
say({ kind: 'ready' });
`;

const start = (t: TestContext) =>
  startEngine(t, async folder => {
    const childPath = join(folder, 'fake.mjs');
    await writeFile(childPath, fakeProcess);
    return { childPath, models: { completion: 'model.gguf' } };
  });

const settled = async (is: () => boolean) => {
  for (let attempt = 0; attempt < 200 && !is(); attempt++) await new Promise(resolve => setTimeout(resolve, 10));
};

test('an abort is told to the process and ends the iteration even where the process goes on talking', async t => {
  const { engine, events } = await start(t);
  const abort = new AbortController();
  const stream = engine.generate(completionOf(['dots']), abort.signal)[Symbol.asyncIterator]();
  await readTexts(stream, 3);
  // By now more pieces have come than were read: none of them may follow the abort.
  await new Promise(resolve => setTimeout(resolve, 20));
  abort.abort(new Error('enough'));
  await assert.rejects(stream.next(), /enough/);
  assert.deepEqual(await stream.next(), { value: undefined, done: true });
  await settled(() => events.includes('abort'));
  assert.deepEqual(events, ['engine.started', 'start', 'generate', 'abort']);
});

test('leaving the iteration is told to the process as an abort', async t => {
  const { engine, events } = await start(t);
  for await (const piece of engine.generate(completionOf(['dots']), never)) if (piece.kind === 'text') break;
  await settled(() => events.includes('abort'));
  assert.equal(events.at(-1), 'abort');
});

test('a process that cannot be understood is ended and fails the request', async t => {
  const { engine } = await start(t);
  await assert.rejects(replyOf(engine.generate(completionOf(['garbage']), never)), { kind: 'engineDied' });
});

test('dispose ends a process that does not want to', async t => {
  process.env['STUBBORN'] = 'yes';
  const { engine, pids } = await start(t);
  await readTexts(engine.generate(completionOf(['dots']), never)[Symbol.asyncIterator](), 1);
  delete process.env['STUBBORN'];
  await engine.dispose();
  assert.deepEqual(pids.map(isRunning), [false]);
});

test('a restart fails what runs and the next request has a new process', async t => {
  const { engine, pids } = await start(t);
  const stream = engine.generate(completionOf(['dots']), never)[Symbol.asyncIterator]();
  await readTexts(stream, 1);
  await engine.restart();
  assert.equal(isRunning(pids[0] ?? 0), false);
  await assert.rejects(
    async () => {
      for (;;) await stream.next();
    },
    { kind: 'engineDied' },
  );
  await readTexts(engine.generate(completionOf(['dots']), never)[Symbol.asyncIterator](), 1);
  assert.equal(pids.length, 2);
});

test('making an engine starts nothing, and disposing of it unused is fine', async () => {
  const events: string[] = [];
  const engine = createEmbeddedEngine({
    childPath: 'none',
    models: { chat: 'none' },
    log: event => events.push(event),
  });
  await engine.dispose();
  assert.deepEqual(events, []);
});
