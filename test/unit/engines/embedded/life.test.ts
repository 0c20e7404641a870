import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test, type TestContext } from 'node:test';
import { build } from 'esbuild';
import { Failure } from '../../../../src/shared/failure.ts';
import {
  chatOf,
  childPath,
  completionOf,
  isGone,
  isRunning,
  kinds,
  never,
  readTexts,
  replyOf,
  scriptedModels,
  startEngine,
} from './testEngine.ts';

const scripts = {
  coder: [
    { says: 'fine();', after: '\n' },
    { says: 'on and on ', after: '~', endless: true },
  ],
  r1: [{ says: 'I count ', endless: true }],
};
const start = (t: TestContext) => startEngine(t, async folder => ({ models: await scriptedModels(folder, scripts) }));
const endlessly = () => completionOf(['~'], { maxTokens: 100_000 });

test('a kill in mid-stream fails all that runs with engineDied, keeps what was written, and the next request works', async t => {
  const { engine, pids } = await start(t);
  const completing = engine.generate(endlessly(), never)[Symbol.asyncIterator]();
  const chatting = engine.generate(chatOf([{ mark: '<think>' }, '\n'], { maxTokens: 100_000 }), never);
  const answer = chatting[Symbol.asyncIterator]();
  await answer.next();
  await readTexts(completing, 5);
  process.kill(pids[0] ?? 0, 'SIGKILL');
  const rest = async (stream: AsyncIterator<unknown>) => {
    for (;;) await stream.next();
  };
  await assert.rejects(rest(completing), { kind: 'engineDied', facts: { reason: 'SIGKILL' } });
  await assert.rejects(rest(answer), { kind: 'engineDied' });
  assert.equal((await replyOf(engine.generate(completionOf(['\n']), never))).text, 'fine();');
  assert.equal(pids.length, 2);
});

test('a process that keeps dying is restarted five times, then only when a person asks', async t => {
  const { engine, pids } = await startEngine(t, async () => ({ models: { completion: 'gone', chat: 'gone' } }));
  const died = () => engine.check(never).then(kinds);
  for (let count = 1; count <= 6; count++) {
    const checking = died();
    process.kill(pids[count - 1] ?? 0, 'SIGKILL');
    await checking;
    assert.equal(pids.length, count);
  }
  assert.deepEqual(await died(), ['engineCannotStart', 'engineCannotStart']);
  await assert.rejects(replyOf(engine.generate(endlessly(), never)), { kind: 'engineCannotStart' });
  assert.equal(pids.length, 6);
  await engine.restart();
  assert.deepEqual(await died(), ['modelMissing', 'modelMissing']);
});

test('dispose leaves no process, not even one at work, and nothing starts after it', async t => {
  const { engine, pids } = await start(t);
  const stream = engine.generate(endlessly(), never)[Symbol.asyncIterator]();
  await readTexts(stream, 1);
  await engine.dispose();
  assert.deepEqual(pids.map(isRunning), [false]);
  await assert.rejects(replyOf(engine.generate(endlessly(), never)), { kind: 'engineCannotStart' });
  assert.equal(pids.length, 1);
});

test('a process that cannot start is a failure that says why', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'deepwell-engine-'));
  const broken = join(folder, 'broken.mjs');
  await writeFile(broken, "import './gone.mjs';\n");
  for (const option of [{ childPath: broken }, { execPath: join(folder, 'no-node') }]) {
    const { engine } = await startEngine(t, async () => ({ models: { completion: 'model.gguf' }, ...option }));
    assert.deepEqual(kinds(await engine.check(never)), ['engineCannotStart', 'noModel']);
    await assert.rejects(replyOf(engine.generate(endlessly(), never)), {
      kind: 'engineCannotStart',
      message: /gone\.mjs|ENOENT/,
    });
  }
  await rm(folder, { recursive: true });
});

test('a package without the engine’s script says that it is not included', async t => {
  const { engine } = await startEngine(t, async folder => ({
    childPath: join(folder, 'engine.mjs'),
    models: { completion: 'model.gguf' },
  }));
  const { completion } = await engine.check(never);
  assert.ok(completion instanceof Failure);
  assert.deepEqual([completion.kind, completion.facts], ['engineCannotStart', { reason: 'not included' }]);
});

test('a build without the engine’s library says that it is not included', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'deepwell-engine-'));
  const bundle = join(folder, 'engine.mjs');
  // Bundled as for release, but with no node_modules beside it.
  const externals = ['node-llama-cpp'];
  await build({
    entryPoints: [childPath],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: externals,
  });
  const { engine, pids } = await startEngine(t, async models => ({
    childPath: bundle,
    models: await scriptedModels(models, scripts),
  }));
  const facts = { reason: 'not included' };
  const { completion, chat } = await engine.check(never);
  for (const failure of [completion, chat]) {
    assert.ok(failure instanceof Failure);
    assert.deepEqual([failure.kind, failure.facts], ['engineCannotStart', facts]);
  }
  await assert.rejects(replyOf(engine.generate(endlessly(), never)), { kind: 'engineCannotStart', facts });
  assert.equal(pids.length, 1);
  await rm(folder, { recursive: true });
});

test('the process is gone when its parent was killed, even at work', async t => {
  const { folder } = await start(t);
  const { completion } = await scriptedModels(folder, scripts);
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', ownerScript, childPath, completion ?? ''], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(owner.stdout), 'line');
  const pid = Number(line);
  assert.ok(isRunning(pid));
  owner.kill('SIGKILL');
  assert.ok(await isGone(pid));
});

/** Generates without end and says the id of the engine's process after the first token. */
const ownerScript = `
const [childPath, model] = process.argv.slice(1);
const { createEmbeddedEngine } = await import(${JSON.stringify(new URL('../../../../src/engines/embedded/parent.ts', import.meta.url).href)});
let pid;
const log = (event, facts) => { if (event === 'engine.started') pid = facts.pid; };
const engine = createEmbeddedEngine({ childPath, models: { completion: model }, log });
const request = ${JSON.stringify(endlessly())};
for await (const piece of engine.generate(request, new AbortController().signal))
  if (piece.kind === 'text' && pid) { console.log(pid); pid = undefined; }
`;
