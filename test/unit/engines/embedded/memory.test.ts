import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { readGgufHeader } from '../../../../src/engines/embedded/ggufHeader.ts';
import type { EmbeddedEngineOptions } from '../../../../src/engines/embedded/parent.ts';
import { writeScriptedModel } from '../../../fakes/scriptedModel.ts';
import { memoryNeeded } from '../../../../src/models/fit.ts';
import { Failure } from '../../../../src/shared/failure.ts';
import {
  chatOf,
  completionOf,
  isRunning,
  kinds,
  never,
  replyOf,
  scriptedModels,
  startEngine,
  type TestEngine,
} from './testEngine.ts';

const scripts = {
  coder: [{ says: 'fine();', after: '\n' }],
  r1: [{ says: 'Hm.</think>\n\nYes.' }],
};

const start = (t: TestContext, more: Partial<EmbeddedEngineOptions> = {}) =>
  startEngine(t, async folder => ({ models: await scriptedModels(folder, scripts), ...more }));

const complete = ({ engine }: TestEngine) => replyOf(engine.generate(completionOf(['\n']), never));
const ask = ({ engine }: TestEngine) => replyOf(engine.generate(chatOf([{ mark: '<think>' }, '\n']), never));

/** Bytes that are just enough for the reasoner with so many tokens. */
async function memoryFor(contextLength: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'deepwell-engine-'));
  const { chat = '' } = await scriptedModels(folder, scripts);
  const { weight } = readGgufHeader(chat);
  await rm(folder, { recursive: true });
  return memoryNeeded(weight, contextLength);
}

/** Milliseconds as the minutes of the setting. */
const minutes = (ms: number): number => ms / 60_000;

test('a model that would take more memory than is free is not loaded, and the failure says what would help', async t => {
  const running = await start(t, { memory: await memoryFor(2048), contextLength: { chat: 4096 } });
  await assert.rejects(ask(running), (error: unknown) => {
    assert.ok(error instanceof Failure);
    const { purpose, neededBytes, freeBytes, contextLength, shorterContext } = error.facts;
    assert.deepEqual([error.kind, purpose, contextLength, shorterContext], ['notEnoughMemory', 'chat', 4096, 2048]);
    assert.ok(Number(neededBytes) > Number(freeBytes));
    return true;
  });
  assert.ok(!running.events.includes('engine.loaded'));
});

test('a check tells so before anything is asked, and once the model is in memory that it serves', async t => {
  const short = await start(t, { memory: await memoryFor(2048), contextLength: { chat: 4096 } });
  assert.deepEqual(kinds(await short.engine.check(never)), ['ok', 'notEnoughMemory']);
  const enough = await start(t, { memory: await memoryFor(2048), contextLength: { chat: 2048 } });
  await ask(enough);
  assert.deepEqual(kinds(await enough.engine.check(never)), ['ok', 'ok']);
});

test('with the shorter context it names, the model fits', async t => {
  const { engine } = await start(t, { memory: await memoryFor(2048), contextLength: { chat: 2048 } });
  assert.equal((await replyOf(engine.generate(chatOf([{ mark: '<think>' }, '\n']), never))).reason, 'stop');
});

test('a model is loaded ahead by preload, and only then', async t => {
  const running = await start(t);
  await running.engine.preload('completion', never);
  assert.deepEqual(
    running.events.filter(event => event === 'engine.loaded'),
    ['engine.loaded'],
  );
  const { pieces, text } = await complete(running);
  assert.equal(text, 'fine();');
  assert.ok(!pieces.some(piece => piece.kind === 'waiting' && piece.stage === 'loading'));
});

test('unloading ends the process and its memory with it; the next request loads again', async t => {
  const running = await start(t);
  await complete(running);
  await running.engine.unload();
  assert.deepEqual(running.pids.map(isRunning), [false]);
  assert.equal((await complete(running)).text, 'fine();');
  assert.equal(running.pids.length, 2);
});

test('a model that nobody asks is given up while the other one works, and comes back when asked', async t => {
  const running = await start(t, { keepAlive: minutes(50) });
  await ask(running);
  while (!running.events.includes('engine.unloaded')) await complete(running);
  assert.equal((await ask(running)).reason, 'stop');
  assert.equal(running.events.filter(event => event === 'engine.loaded').length, 3);
  assert.equal(running.pids.length, 1);
});

test('when no model is used any more the process ends by itself, and a later request starts it again', async t => {
  const running = await start(t, { keepAlive: minutes(20) });
  await complete(running);
  while (running.pids.some(isRunning)) await new Promise(resolve => setTimeout(resolve, 20));
  assert.equal((await complete(running)).text, 'fine();');
  assert.equal(running.pids.length, 2);
  assert.ok(!running.events.includes('engine.ended'), 'an idle end is not a crash');
});

test('with a keep-alive of -1 models stay', async t => {
  const running = await start(t, { keepAlive: -1 });
  await complete(running);
  await complete(running);
  assert.equal(running.events.filter(event => event === 'engine.loaded').length, 1);
});

test('a better model that comes into the folder is taken once the one in use has been given back', async t => {
  const running = await startEngine(t, async folder => {
    await scriptedModels(folder, scripts);
    return { folder };
  });
  const named = async () => {
    const { chat } = await running.engine.check(never);
    assert.ok(!(chat instanceof Failure));
    return chat.name;
  };
  await ask(running);
  const better = {
    kind: 'r1',
    name: 'DeepSeek R1 better',
    scripts: [{ says: `Hm.</think>\n\nNo. ${'a'.repeat(50_000)}` }],
  };
  await writeScriptedModel(join(running.folder, 'better.gguf'), { ...better, kind: 'r1' });
  assert.equal(await named(), 'DeepSeek R1 scripted');
  await running.engine.unload();
  assert.equal(await named(), 'DeepSeek R1 better');
});

test('a folder with models serves what no path names, and an empty one starts no process', async t => {
  const full = await startEngine(t, async folder => {
    await scriptedModels(folder, scripts);
    return { folder };
  });
  assert.deepEqual(kinds(await full.engine.check(never)), ['ok', 'ok']);
  assert.equal((await complete(full)).text, 'fine();');
  const empty = await startEngine(t, async folder => ({ folder }));
  assert.deepEqual(kinds(await empty.engine.check(never)), ['noModel', 'noModel']);
  await assert.rejects(complete(empty), { kind: 'noModel' });
  assert.equal(empty.pids.length, 0);
});
