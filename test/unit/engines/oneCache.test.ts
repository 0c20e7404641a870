import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Engine } from '../../../src/shared/engine.ts';
import { all } from '../../fakes/chunks.ts';
import { startLlamaServer } from '../../fakes/llamaServer.ts';
import type { LoopbackServer } from '../../fakes/loopbackServer.ts';
import { startVllm } from '../../fakes/vllmServer.ts';
import { setUp } from './ollamaSetUp.ts';
import { fill, never } from './requests.ts';
import { engineOn } from './serverEngine.ts';

type Start = (t: TestContext) => Promise<{ readonly server: LoopbackServer; readonly engine: Engine }>;

async function on(t: TestContext, starting: Promise<LoopbackServer>) {
  const server = await starting;
  return { server, engine: engineOn(t, server) };
}

const engines: readonly (readonly [string, Start])[] = [
  ['Ollama', t => setUp(t)],
  ['llama-server', t => on(t, startLlamaServer())],
  ['vLLM', t => on(t, startVllm({ models: { team: 'deepseek-ai/deepseek-coder-1.3b-base' } }))],
];

for (const [name, start] of engines)
  test(`${name} has one cache: it hears nothing of the two that a request may name`, async t => {
    const { server, engine } = await start(t);
    // What is asked only before the first request is behind us.
    await all(engine.generate(fill, never));
    const heard: string[][] = [];
    for (const cache of [undefined, 'main', 'quick'] as const) {
      const before = server.received.length;
      await all(engine.generate({ ...fill, ...(cache && { cache }) }, never));
      heard.push(server.received.slice(before).map(({ path, body }) => `${path} ${body}`));
    }
    const [unnamed = [], main, quick] = heard;
    assert.ok(unnamed.length > 0);
    assert.deepEqual([main, quick], [unnamed, unnamed]);
  });
