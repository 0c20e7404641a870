import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayRunBeside, type Server } from '../../../src/engines/servers/server.ts';
import { all, written } from '../../fakes/chunks.ts';
import { startLlamaRouter } from '../../fakes/llamaRouter.ts';
import { startLlamaServer } from '../../fakes/llamaServer.ts';
import { startLmStudio } from '../../fakes/lmStudioServer.ts';
import { startOllama } from '../../fakes/ollamaServer.ts';
import { bodiesAt, startOpenAiServer } from '../../fakes/openAiServer.ts';
import { startSglang } from '../../fakes/sglangServer.ts';
import { startVllm } from '../../fakes/vllmServer.ts';
import { engineOn, modelsOf } from './serverEngine.ts';
import { fill, never } from './requests.ts';

const coder = 'deepseek-coder-1.3b-base';
const r1 = 'DeepSeek-R1-Distill-Qwen-7B';
const raw = '<｜fim▁begin｜>def f(a,b):\n    <｜fim▁hole｜>\n<｜fim▁end｜>';

const kinds = [
  ['an Ollama', () => startOllama(), 'Ollama'],
  ['a llama-server', () => startLlamaServer(), 'llama-server'],
  ['a llama-server that routes', () => startLlamaRouter({ models: [coder] }), 'llama-server'],
  ['an LM Studio', () => startLmStudio({ models: [{ id: coder }] }), 'LM Studio'],
  ['a vLLM', () => startVllm({ models: { coder } }), 'vLLM'],
  ['a SGLang', () => startSglang({ servedName: 'coder', modelPath: coder }), 'SGLang'],
  ['any other server', () => startOpenAiServer({ models: [{ id: coder, owned_by: 'me' }] }), undefined],
] as const;

for (const [what, start, name] of kinds) {
  test(`${what} is known by what it answers and completes code`, async t => {
    const engine = engineOn(t, await start());
    const health = await engine.check(never);
    assert.equal(health.serverName, name);
    assert.equal(health.engine, 'server');
    assert.equal(written(await all(engine.generate(fill, never)), 'text'), 'return a + b\n');
  });
}

test('vLLM is asked with our raw prompt, its own model name and leaked marks left in', async t => {
  const served = { fast: `deepseek-ai/${coder}`, [`deepseek-ai/${r1}`]: `deepseek-ai/${r1}` };
  const server = await startVllm({ models: served, maxModelLength: 2048 });
  const engine = engineOn(t, server);
  assert.deepEqual(modelsOf(await engine.check(never)), [
    [coder, 2048],
    [r1, 2048],
  ]);
  const pieces = await all(engine.generate(fill, never));
  assert.deepEqual(pieces.at(-1), {
    kind: 'end',
    reason: 'stop',
    usage: { promptTokens: 14, evaluatedTokens: 1, generatedTokens: 6 },
  });
  const [body = {}] = bodiesAt(server, '/v1/completions');
  const { model, max_tokens, stream, stream_options, prompt, skip_special_tokens } = body;
  assert.deepEqual([model, max_tokens, stream, stream_options], ['fast', 20, true, { include_usage: true }]);
  assert.deepEqual([prompt, skip_special_tokens], [raw, false]);
  assert.ok(!('suffix' in body));
});

for (const age of ['older', 'newer'] as const) {
  test(`the model behind the name an ${age} SGLang serves it by is known`, async t => {
    const server = await startSglang({ servedName: 'team', modelPath: `/models/${coder}`, contextLength: 1024, age });
    const engine = engineOn(t, server);
    assert.deepEqual(modelsOf(await engine.check(never))[0], [coder, 1024]);
    await all(engine.generate(fill, never));
    const [body = {}] = bodiesAt(server, '/v1/completions');
    assert.deepEqual([body['model'], body['prompt'], body['skip_special_tokens']], ['team', raw, false]);
  });
}

test('LM Studio tells what it loaded a model with, and its embedding models write nothing', async t => {
  const models = [
    { id: 'text-embedding-deepseek-r1', type: 'embeddings' },
    { id: 'deepseek-r1-distill-qwen-7b', arch: 'qwen2', maxContextLength: 131072 },
    { id: 'deepseek-r1-0528-qwen3-8b', arch: 'qwen3', isLoaded: true, loadedContextLength: 8000 },
  ] as const;
  const engine = engineOn(t, await startLmStudio({ models }));
  assert.deepEqual(modelsOf(await engine.check(never)), [['noModel'], ['deepseek-r1-0528-qwen3-8b', 8000]]);
  const named = engineOn(t, await startLmStudio({ models }), { models: { chat: 'deepseek-r1-distill-qwen-7b' } });
  assert.deepEqual(modelsOf(await named.check(never))[1], ['deepseek-r1-distill-qwen-7b', 131072]);
});

test('code is not punished for repeating itself by LM Studio', async t => {
  const server = await startLmStudio({ models: [{ id: coder, isLoaded: true }] });
  await all(engineOn(t, server).generate(fill, never));
  assert.equal(bodiesAt(server, '/v1/completions')[0]?.['repeat_penalty'], 1);
});

test('a model that a server has to load is told as loading, and as read once it is there', async t => {
  for (const server of [
    await startLmStudio({ models: [{ id: coder }] }),
    await startLlamaRouter({ models: [coder] }),
  ]) {
    const engine = engineOn(t, server);
    const [first] = await all(engine.generate(fill, never));
    const [second] = await all(engine.generate(fill, never));
    assert.deepEqual(first, { kind: 'waiting', stage: 'loading' });
    assert.deepEqual(second, { kind: 'waiting', stage: 'reading' });
  }
});

test('a router’s model is told with the length it will be started with, not the one it was trained with', async t => {
  const engine = engineOn(t, await startLlamaRouter({ models: [coder, r1] }));
  assert.deepEqual(modelsOf(await engine.check(never)), [
    [coder, 1024],
    [r1, 1024],
  ]);
});

test('a model is known by the name that tells, whichever of its names that is', async t => {
  for (const [name, path] of [
    ['thinker', `deepseek-ai/${r1}`],
    [r1, '/snapshots/4f1bd0'],
  ] as const) {
    const engine = engineOn(t, await startVllm({ models: { [name]: path } }));
    assert.deepEqual(modelsOf(await engine.check(never))[1], [r1, 4096]);
  }
});

const beside: readonly (readonly [string, Server, string, string, boolean])[] = [
  ['two slots of llama-server', { kind: 'llamaServer', slots: 2, isOwn: true, models: [] }, 'a', 'a', true],
  ['one slot of llama-server', { kind: 'llamaServer', slots: 1, isOwn: true, models: [] }, 'a', 'a', false],
  ['two processes of a router', { kind: 'llamaRouter', maxLoaded: 2, models: [] }, 'a', 'b', true],
  ['a router without a limit', { kind: 'llamaRouter', maxLoaded: 0, models: [] }, 'a', 'b', true],
  ['one process of a router', { kind: 'llamaRouter', maxLoaded: 2, models: [] }, 'a', 'a', false],
  ['a router that holds one model', { kind: 'llamaRouter', maxLoaded: 1, models: [] }, 'a', 'b', false],
  ['vLLM', { kind: 'vllm', models: [] }, 'a', 'a', true],
  ['SGLang', { kind: 'sglang', models: [] }, 'a', 'a', true],
  ['two models of LM Studio', { kind: 'lmStudio', models: [] }, 'a', 'b', true],
  ['one model of LM Studio', { kind: 'lmStudio', models: [] }, 'a', 'a', false],
  ['two models of an Ollama', { kind: 'ollama' }, 'a', 'b', true],
  ['one model of an Ollama', { kind: 'ollama' }, 'a', 'a', false],
  ['an unknown server', { kind: 'generic', models: [] }, 'a', 'b', false],
];

for (const [what, server, completion, chat, may] of beside) {
  test(`with ${what}, a completion ${may ? 'runs beside' : 'does not run beside'} an answer`, () =>
    assert.equal(mayRunBeside(server, completion, chat), may));
}
