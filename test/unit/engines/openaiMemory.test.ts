import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all } from '../../fakes/chunks.ts';
import { startLlamaRouter } from '../../fakes/llamaRouter.ts';
import { startLlamaServer } from '../../fakes/llamaServer.ts';
import { startLmStudio } from '../../fakes/lmStudioServer.ts';
import type { LoopbackServer } from '../../fakes/loopbackServer.ts';
import { bodiesAt } from '../../fakes/openAiServer.ts';
import { startVllm } from '../../fakes/vllmServer.ts';
import { elsewhere, engineOn } from './serverEngine.ts';
import { fill, never } from './requests.ts';

const coder = 'deepseek-coder-1.3b-base';
const posts = (server: LoopbackServer): readonly string[] =>
  server.received.filter(({ method }) => method === 'POST').map(({ path }) => path);

const keepers = [
  [
    'llama-server’s router',
    () => startLlamaRouter({ models: [coder] }),
    ['/models/load', { model: coder }],
    ['/models/unload', { model: coder }],
  ],
  [
    'LM Studio',
    () => startLmStudio({ models: [{ id: coder }] }),
    ['/api/v1/models/load', { model: coder }],
    ['/api/v1/models/unload', { instance_id: coder }],
  ],
] as const;

for (const [what, start, [load, loadBody], [unload, unloadBody]] of keepers) {
  test(`${what} loads a model ahead of its first use, once, and gives its memory back`, async t => {
    const server = await start();
    const engine = engineOn(t, server);
    await engine.preload('completion', never);
    await engine.preload('completion', never);
    assert.deepEqual(bodiesAt(server, load), [loadBody]);
    await engine.unload();
    await engine.unload();
    assert.deepEqual(bodiesAt(server, unload), [unloadBody]);
  });

  test(`${what} is told to forget what a request of ours made it load`, async t => {
    const server = await start();
    const engine = engineOn(t, server);
    await all(engine.generate(fill, never));
    await engine.unload();
    assert.deepEqual(bodiesAt(server, unload), [unloadBody]);
    await engine.preload('completion', never);
    assert.equal(bodiesAt(server, load).length, 1);
  });
}

test('a model that was in memory before we came stays there', async t => {
  const server = await startLmStudio({ models: [{ id: coder, isLoaded: true }] });
  const engine = engineOn(t, server);
  await engine.preload('completion', never);
  await all(engine.generate(fill, never));
  await engine.unload();
  assert.deepEqual(posts(server), ['/v1/completions']);
});

test('an LM Studio that cannot be told to load loads on its first request', async t => {
  const server = await startLmStudio({ models: [{ id: coder }], age: 'older' });
  const engine = engineOn(t, server);
  await engine.preload('completion', never);
  await all(engine.generate(fill, never));
  await engine.unload();
  assert.equal(bodiesAt(server, '/v1/completions').length, 1);
});

test('servers that hold their one model are told nothing', async t => {
  for (const server of [await startLlamaServer(), await startVllm({ models: { [coder]: coder } })]) {
    const engine = engineOn(t, server);
    await engine.preload('completion', never);
    await engine.unload();
    assert.deepEqual(posts(server), []);
  }
});

test('what cannot be loaded ahead is told as it would be when asked', async t => {
  const engine = engineOn(t, await startLlamaRouter({ models: [coder] }));
  await assert.rejects(engine.preload('chat', never), { kind: 'noModel' });
});

test('a model that the server has meanwhile forgotten is not unloaded again', async t => {
  const server = await startLmStudio({ models: [{ id: coder }] });
  const [one, two] = [engineOn(t, server), engineOn(t, server)];
  await two.check(never);
  await all(one.generate(fill, never));
  await all(two.generate(fill, never));
  await one.unload();
  await two.unload();
  assert.equal(bodiesAt(server, '/api/v1/models/unload').length, 1);
});

test('a model that was told to load is told as loading until it answers', async t => {
  const engine = engineOn(t, await startLlamaRouter({ models: [coder] }));
  await engine.preload('completion', never);
  const [first] = await all(engine.generate(fill, never));
  const [second] = await all(engine.generate(fill, never));
  assert.deepEqual(first, { kind: 'waiting', stage: 'loading' });
  assert.deepEqual(second, { kind: 'waiting', stage: 'reading' });
});

test('a model on another machine is not taken out of its memory: others may use it', async t => {
  const server = await startLlamaRouter({ models: [coder] });
  const engine = engineOn(t, server, elsewhere(server));
  await engine.preload('completion', never);
  await all(engine.generate(fill, never));
  await engine.unload();
  assert.deepEqual(posts(server), ['/models/load', '/v1/completions']);
});
