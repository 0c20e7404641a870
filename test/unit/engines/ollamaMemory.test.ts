import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test, type TestContext } from 'node:test';
import { Failure } from '../../../src/shared/failure.ts';
import type { Engine, GenerateRequest, Health } from '../../../src/shared/engine.ts';
import { all } from '../../fakes/chunks.ts';
import { sendJson, sendStream, type Received } from '../../fakes/loopbackServer.ts';
import { transcript } from '../../fakes/transcript.ts';
import {
  chatBodies,
  coder,
  countOf,
  generateBodies,
  reasoner,
  type FakeModel,
  type FakeOllama,
} from '../../fakes/ollamaServer.ts';
import { setUp } from './ollamaSetUp.ts';
import { chat, fill, never } from './requests.ts';

const other: FakeModel = { name: 'my-own:7b', like: 'show-r1', template: '[INST] {{ .Prompt }} [/INST]' };
const turns: GenerateRequest = {
  purpose: 'chat',
  turns: [{ role: 'user', text: 'hi' }],
  maxTokens: 60,
  sampling: { temperature: 0.7, topP: 0.9 },
};

const lengthsOf = (health: Health): readonly (number | string)[] =>
  [health.completion, health.chat].map(model => (model instanceof Failure ? model.kind : model.contextLength));

const stageOf = async (engine: Engine, request: GenerateRequest): Promise<unknown> => {
  const [first] = await all(engine.generate(request, never));
  return first?.kind === 'waiting' ? first.stage : first?.kind;
};

const ofOneReply = new Set(
  'prompt messages raw stream think truncate keep_alive options num_predict temperature top_p repeat_penalty stop'.split(
    ' ',
  ),
);

/** What remains of a body without what belongs to one reply: all of it decides how Ollama loads the model. */
const loadingPart = (body: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    [...Object.entries(body), ...Object.entries(body['options'] ?? {})].filter(([field]) => !ofOneReply.has(field)),
  );

test('whatever decides how a model is loaded is the same in each kind of request', async t => {
  const { server, engine } = await setUp(
    t,
    { models: [coder, other] },
    { models: { chat: other.name }, chatContextLength: 3072, keepAlive: -1 },
  );
  await engine.preload('completion', never);
  await all(engine.generate(fill, never));
  await engine.check(never);
  await all(engine.generate({ ...fill, maxTokens: 300, sampling: { temperature: 0.3, topP: 0.5 } }, never));
  await engine.preload('chat', never);
  await all(engine.generate(turns, never));
  await all(engine.generate({ ...turns, maxTokens: 7 }, never));
  assert.deepEqual(server.memory.loads(), [coder.name, other.name]);
  await engine.unload();
  const bodies = [...generateBodies(server), ...chatBodies(server)];
  const expected = [
    { model: coder.name, shift: false, num_ctx: 2048 },
    { model: other.name, shift: false, num_ctx: 3072 },
  ];
  assert.equal(bodies.length, 8);
  for (const body of bodies) {
    assert.deepEqual(
      loadingPart(body),
      expected.find(({ model }) => model === body['model']),
    );
  }
  assert.deepEqual(
    bodies.map(body => body['keep_alive']),
    [-1, -1, -1, -1, 0, 0, -1, -1],
  );
});

/** Its two names lead to a family for each purpose. */
const both: FakeModel = { name: 'deepseek-coder:base', like: 'show-r1', ownName: 'DeepSeek-R1-Distill-Qwen' };

test('a model for both purposes has one length, the longer, and is loaded once', async t => {
  const { server, engine } = await setUp(t, { models: [both] });
  await all(engine.generate(fill, never));
  await all(engine.generate(chat, never));
  await engine.preload('completion', never);
  assert.deepEqual(server.memory.loads(), [both.name]);
  assert.deepEqual(server.memory.list(), [{ name: both.name, context_length: 4096 }]);
});

test('two hundred alternating requests load each model once', async t => {
  const { server, engine } = await setUp(t);
  for (let turn = 0; turn < 100; turn += 1) {
    await all(engine.generate(fill, never));
    await all(engine.generate({ ...chat, maxTokens: 1 + turn }, never));
  }
  assert.deepEqual(server.memory.loads(), [coder.name, reasoner.name]);
});

test('a model is asked for no more than it can hold', async t => {
  const { server, engine } = await setUp(t, {}, { chatContextLength: 100_000 });
  await all(engine.generate(chat, never));
  // The recorded model holds 4,096.
  const [body = {}] = generateBodies(server);
  assert.equal((body['options'] as Record<string, unknown>)['num_ctx'], 4096);
  assert.deepEqual(lengthsOf(await engine.check(never)), [2048, 4096]);
});

for (const load of ['a reply', 'a preload'] as const) {
  test(`what Ollama really gave a model is what is told of it after ${load}`, async t => {
    const { server, engine } = await setUp(t, { gives: 1024 });
    assert.deepEqual(lengthsOf(await engine.check(never)), [2048, 4096]);
    await (load === 'a reply' ? all(engine.generate(fill, never)) : engine.preload('completion', never));
    assert.deepEqual(lengthsOf(await engine.check(never)), [1024, 4096]);
    assert.equal(await stageOf(engine, fill), 'reading');
    // And it is still asked for the same: another number would load it anew.
    assert.deepEqual(server.memory.loads(), [coder.name]);
  });
}

test('a reply comes whole where the length cannot be read back', async t => {
  const asked: number[] = [];
  const { engine } = await setUp(t, {
    intercept: ({ path }, response) => {
      if (path !== '/api/ps' || asked.push(1) === 1) return false;
      sendJson(response, 500, '{"error":"no"}');
      return true;
    },
  });
  const pieces = await all(engine.generate(fill, never));
  assert.deepEqual([asked.length, pieces.length, pieces.at(-1)?.kind], [2, 7, 'end']);
});

const stages: readonly (readonly [string, FakeOllama, string])[] = [
  ['that is not in memory', {}, 'loading'],
  ['that is in memory as we ask for it', { running: [{ name: coder.name, context_length: 2048 }] }, 'reading'],
  ['that someone loaded with another length', { running: [{ name: coder.name, context_length: 8192 }] }, 'loading'],
  ['beside another in memory', { running: [{ name: reasoner.name, context_length: 4096 }] }, 'loading'],
];

for (const [which, fake, stage] of stages) {
  test(`a model ${which} is said to be ${stage}`, async t => {
    const { engine } = await setUp(t, fake);
    assert.equal(await stageOf(engine, fill), stage);
  });
}

test('while a model goes on writing, nobody is asked what is in memory', async t => {
  const { server, engine } = await setUp(t);
  for (let key = 0; key < 20; key += 1) await all(engine.generate(fill, never));
  // Once before the load and once for the length after it.
  assert.equal(countOf(server, '/api/ps'), 2);
  assert.equal(countOf(server, '/api/show'), 2);
});

test('a model that another one pushed out of memory is said to be loading again', async t => {
  const { server, engine } = await setUp(t, { maxLoaded: 1 });
  const stagesSeen = [];
  for (const request of [fill, chat, fill, fill]) stagesSeen.push(await stageOf(engine, request));
  assert.deepEqual(stagesSeen, ['loading', 'loading', 'loading', 'reading']);
  assert.deepEqual(server.memory.loads(), [coder.name, reasoner.name, coder.name]);
});

test('a preloaded model is in memory, and its first request reads at once', async t => {
  const { server, engine } = await setUp(t);
  await engine.preload('chat', never);
  assert.deepEqual(server.memory.list(), [{ name: reasoner.name, context_length: 4096 }]);
  assert.equal(await stageOf(engine, chat), 'reading');
});

test('a preload sends no prompt, and none at all where models are not to be kept', async t => {
  const { server, engine } = await setUp(t);
  await engine.preload('completion', never);
  assert.deepEqual(generateBodies(server), [
    { model: coder.name, shift: false, keep_alive: '10m', options: { num_ctx: 2048 } },
  ]);
  const keepsNone = await setUp(t, {}, { keepAlive: 0 });
  await keepsNone.engine.preload('completion', never);
  assert.equal(generateBodies(keepsNone.server).length, 0);
  await all(keepsNone.engine.generate(fill, never));
  assert.deepEqual([generateBodies(keepsNone.server)[0]?.['keep_alive'], keepsNone.server.memory.list()], [0, []]);
});

test('a preload of what is not there fails as a request does', async t => {
  const { engine } = await setUp(t, { models: [coder] });
  await assert.rejects(engine.preload('chat', never), { kind: 'noModel' });
});

test('unloading ends the models we used and no other', async t => {
  const theirs = { name: 'llama3:8b', context_length: 8192 };
  const { server, engine } = await setUp(t, { running: [theirs] });
  await engine.unload();
  assert.equal(generateBodies(server).length, 0);
  await engine.preload('completion', never);
  await all(engine.generate(chat, never));
  await engine.unload();
  assert.deepEqual(server.memory.list(), [theirs]);
  assert.equal(await stageOf(engine, fill), 'loading');
});

test('unloading also ends a model that is no longer the chosen one', async t => {
  const { server, engine } = await setUp(t);
  await all(engine.generate(fill, never));
  const newer: FakeModel = { name: 'deepseek-coder:6.7b-base', like: 'show-coder-base' };
  server.setModels([newer, coder, reasoner]);
  await all(engine.generate(fill, never));
  assert.equal(server.memory.list().length, 2);
  await engine.unload();
  assert.deepEqual(server.memory.list(), []);
});

test('unloading puts up with a model that is gone and with a server that is gone', async t => {
  const { server, engine } = await setUp(t);
  await all(engine.generate(fill, never));
  await all(engine.generate(chat, never));
  server.setModels([reasoner]);
  await engine.unload();
  assert.deepEqual(
    server.memory.list().map(({ name }) => name),
    [coder.name],
  );
  await all(engine.generate(chat, never));
  await server.stop();
  await engine.unload();
});

test('unloading tells when Ollama refuses, after it has tried all models', async t => {
  const { server, engine } = await setUp(t, {
    intercept: ({ body }, response) => {
      const isRefused = body.includes('"keep_alive":0') && body.includes(coder.name);
      if (isRefused) sendJson(response, 500, '{"error":"no"}');
      return isRefused;
    },
  });
  await all(engine.generate(fill, never));
  await all(engine.generate(chat, never));
  await assert.rejects(engine.unload(), { kind: 'serverRefused' });
  assert.deepEqual(
    server.memory.list().map(({ name }) => name),
    [coder.name],
  );
});

test('unloading ends what is being written, and the next request works', async t => {
  const endless = (_: unknown, response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.write('{"response":"one","done":false}\n');
  };
  let replies = 0;
  const { server, engine } = await setUp(t, {
    generate: (request, response) => {
      replies += 1;
      if (replies === 1) return endless(request, response);
      sendStream(response, 'application/x-ndjson', transcript('ollama/generate-raw-fim.ndjson'));
    },
  });
  const reading = (async () => {
    for await (const piece of engine.generate(fill, never)) if (piece.kind === 'text') await engine.unload();
  })();
  await assert.rejects(reading, { kind: 'engineDied' });
  await server.givenUp;
  assert.deepEqual(server.memory.list(), []);
  assert.equal(await stageOf(engine, fill), 'loading');
});

/** An answer that says one word and then thinks until the test is over; returns when it has begun. */
async function answering(t: TestContext, engine: Engine): Promise<void> {
  const abort = new AbortController();
  t.after(() => abort.abort());
  const answer = engine.generate(chat, abort.signal)[Symbol.asyncIterator]();
  for (;;) {
    const { value, done } = await answer.next();
    assert.ok(!done, 'the answer ended');
    if (value.kind === 'text') return;
  }
}

const endlessFor =
  (model: string) =>
  (request: Received, response: ServerResponse): void => {
    if ((JSON.parse(request.body) as { model: string }).model !== model)
      return sendStream(response, 'application/x-ndjson', transcript('ollama/generate-raw-fim.ndjson'));
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.write('{"response":"Hm","done":false}\n');
  };

const beside: readonly (readonly [string, FakeOllama['running'], boolean])[] = [
  ['whose model is in memory', [{ name: coder.name, context_length: 2048 }], true],
  ['whose model is not in memory', [], false],
  ['whose model would be loaded anew', [{ name: coder.name, context_length: 512 }], false],
];

for (const [which, running = [], may] of beside) {
  test(`a completion ${which} ${may ? 'runs beside' : 'waits for'} a chat answer`, async t => {
    const { server, engine } = await setUp(t, { running, generate: endlessFor(reasoner.name) });
    await answering(t, engine);
    const completion = engine.generate(fill, never)[Symbol.asyncIterator]();
    const { value } = await completion.next();
    assert.deepEqual(value, { kind: 'waiting', stage: may ? 'reading' : 'queued' });
    assert.equal(generateBodies(server).length, 1, 'only the answer was asked for so far');
    await completion.return?.();
  });
}

test('a completion waits for a chat answer of its own model', async t => {
  const { engine } = await setUp(t, { models: [both], generate: endlessFor(both.name) });
  await answering(t, engine);
  const { value } = await engine.generate(fill, never)[Symbol.asyncIterator]().next();
  assert.deepEqual(value, { kind: 'waiting', stage: 'queued' });
});
