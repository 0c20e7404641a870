import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createNet } from '../../../src/engines/net.ts';
import type { OllamaOptions } from '../../../src/engines/ollama.ts';
import { Failure } from '../../../src/shared/failure.ts';
import { silent } from '../../../src/shared/log.ts';
import { all } from '../../fakes/chunks.ts';
import { sendJson, startServer } from '../../fakes/loopbackServer.ts';
import { transcript } from '../../fakes/transcript.ts';
import {
  chatBodies,
  coder,
  generateBodies,
  reasoner,
  type FakeModel,
  type FakeOllama,
} from '../../fakes/ollamaServer.ts';
import { engineAt, kinds, setUp, stream } from './ollamaSetUp.ts';
import { chat, fill, never } from './requests.ts';

test('without configuration the suitable models are found', async t => {
  const instruct = { name: 'deepseek-coder:6.7b-instruct', like: 'show-coder-nosuffix' } as const;
  const { engine } = await setUp(t, { models: [{ ...instruct }, reasoner, coder] });
  assert.deepEqual(kinds(await engine.check(never)), [coder.name, reasoner.name]);
});

test('a model with a name of the person’s own is known by the name in its file', async t => {
  const mine = { name: 'mine:latest', like: 'show-coder-base', ownName: 'deepseek-coder-1.3b-base' } as const;
  const { server, engine } = await setUp(t, { models: [mine] }, { models: { completion: 'mine' } });
  assert.deepEqual(kinds(await engine.check(never)), ['deepseek-coder-1.3b-base', 'noModel']);
  await all(engine.generate(fill, never));
  assert.equal(generateBodies(server)[0]?.['model'], 'mine:latest');
});

// The beginning of Llama 3's, in Ollama's form.
const llamaTemplate =
  '{{ if .System }}<|start_header_id|>system<|end_header_id|>\n\n{{ .System }}<|eot_id|>{{ end }}' +
  '<|start_header_id|>user<|end_header_id|>\n\n{{ .Prompt }}<|eot_id|>';

const refusals: readonly (readonly [string, FakeOllama, OllamaOptions['models'], readonly string[]])[] = [
  ['no models at all', { models: [] }, {}, ['noModel', 'noModel']],
  ['configured models that are missing', {}, { completion: 'a:1b', chat: 'b:1b' }, ['noModel', 'noModel']],
  [
    'an instruct model for completion',
    { models: [{ name: 'deepseek-coder:1.3b', like: 'show-coder-nosuffix' }, reasoner] },
    { completion: 'deepseek-coder:1.3b' },
    ['wrongModel', reasoner.name],
  ],
  [
    'an embedding model for anything, whatever its name',
    { models: [{ name: 'deepseek-r1-embed', like: 'show-r1', capabilities: ['embedding'] }] },
    { completion: 'deepseek-r1-embed', chat: 'deepseek-r1-embed' },
    ['wrongModel', 'wrongModel'],
  ],
  [
    'an embedding model that nobody named',
    { models: [{ name: 'deepseek-r1-embed', like: 'show-r1', capabilities: ['embedding'] }] },
    {},
    ['noModel', 'noModel'],
  ],
  [
    'a base model for chat',
    { models: [{ name: 'my-base', like: 'show-coder-base' }] },
    { chat: 'my-base' },
    ['my-base', 'wrongModel'],
  ],
  [
    'a model that only passes the prompt on, for chat',
    { models: [{ name: 'mine', like: 'show-coder-nosuffix', template: '{{ .Prompt }}' }] },
    { chat: 'mine' },
    ['mine', 'wrongModel'],
  ],
  [
    'a model of no family that nobody named',
    { models: [{ name: 'llama3:8b', like: 'show-r1', template: llamaTemplate }] },
    {},
    ['noModel', 'noModel'],
  ],
  ['models for the other purpose', {}, { completion: reasoner.name, chat: coder.name }, ['wrongModel', 'wrongModel']],
];

for (const [what, fake, models, expected] of refusals) {
  test(`${what}: ${expected.join(' and ')}`, async t => {
    const { engine } = await setUp(t, fake, { models });
    assert.deepEqual(kinds(await engine.check(never)), expected);
  });
}

test('an instruct model for completion is told as one', async t => {
  const name = 'deepseek-coder:1.3b-instruct';
  const { engine } = await setUp(
    t,
    { models: [{ name, like: 'show-coder-nosuffix' }] },
    { models: { completion: name } },
  );
  const { completion } = await engine.check(never);
  assert.ok(completion instanceof Failure);
  assert.deepEqual(completion.facts, { model: name, purpose: 'completion', why: 'instruct' });
});

test('a model of no family is used for chat when a person named it', async t => {
  const models = [{ name: 'llama3:8b', like: 'show-r1', template: llamaTemplate } as const, reasoner];
  const { engine } = await setUp(t, { models }, { models: { chat: 'llama3:8b' } });
  const { chat: facts } = await engine.check(never);
  assert.ok(!(facts instanceof Failure));
  assert.deepEqual([facts.name, facts.hasTemplate], ['llama3:8b', true]);
});

const renamed: readonly (readonly [string, FakeModel, readonly string[]])[] = [
  ['an R1 by the marks of its template', { name: 'mine:latest', like: 'show-r1' }, ['noModel', 'mine:latest']],
  [
    'an R1 by the name in its file rather than as any model with a template',
    { name: 'mine:latest', like: 'show-r1', template: llamaTemplate, ownName: 'DeepSeek-R1-Distill-Llama-8B' },
    ['noModel', 'DeepSeek-R1-Distill-Llama-8B'],
  ],
  ['a Coder base by its vocabulary', { name: 'mine:latest', like: 'show-coder-base' }, ['mine:latest', 'noModel']],
  // Others trained the same base file to follow instructions: same vocabulary, same end.
  [
    'no Coder base in a model with a template',
    { name: 'mine:latest', like: 'show-coder-nosuffix' },
    ['noModel', 'noModel'],
  ],
];

for (const [what, model, expected] of renamed) {
  test(`under a name of the person’s own it recognises ${what}`, async t => {
    const { engine } = await setUp(t, { models: [model] });
    assert.deepEqual(kinds(await engine.check(never)), expected);
  });
}

test('a model that is pulled, deleted or replaced is noticed at the next request', async t => {
  const { server, engine } = await setUp(t, { models: [] });
  await assert.rejects(all(engine.generate(fill, never)), { kind: 'noModel' });
  server.setModels([coder]);
  await all(engine.generate(fill, never));
  server.setModels([{ name: 'deepseek-coder:6.7b-base', like: 'show-coder-base' }]);
  await all(engine.generate(fill, never));
  server.setModels([]);
  await assert.rejects(all(engine.generate(fill, never)), { kind: 'noModel' });
  assert.deepEqual(
    generateBodies(server).map(({ model }) => model),
    [coder.name, 'deepseek-coder:6.7b-base'],
  );
});

const inCloud = { remote_host: 'https://cloud.invalid:443', remote_model: 'deepseek-r1' };

for (const remoteIn of [undefined, 'tags', 'show'] as const) {
  test(`a model that is forwarded to the cloud (told in ${remoteIn ?? 'tags and show'}) gets no byte of a prompt`, async t => {
    const models = [
      { ...coder, remote: inCloud, remoteIn },
      { ...reasoner, remote: inCloud, remoteIn },
    ];
    const { server, engine } = await setUp(t, { models }, { models: { completion: coder.name, chat: reasoner.name } });
    assert.deepEqual(kinds(await engine.check(never)), ['modelInCloud', 'modelInCloud']);
    for (const request of [fill, chat]) {
      await assert.rejects(all(engine.generate(request, never)), { kind: 'modelInCloud' });
    }
    assert.equal(generateBodies(server).length, 0);
  });
}

test('a model in the cloud is never chosen by itself', async t => {
  const { engine } = await setUp(t, { models: [{ ...coder, remote: inCloud }, reasoner] });
  assert.deepEqual(kinds(await engine.check(never)), ['noModel', reasoner.name]);
});

test('a stream that says it comes from the cloud is ended at once', async t => {
  const body = `${JSON.stringify({ response: 'x', done: false, ...inCloud })}\n${transcript('ollama/generate-raw-fim.ndjson')}`;
  const { engine } = await setUp(t, { generate: stream(body) });
  await assert.rejects(all(engine.generate(fill, never)), { kind: 'modelInCloud' });
});

for (const name of ['deepseek-v3.1:671b-cloud', 'glm-4.6:cloud']) {
  test(`${name} is refused by its name, listed or not`, async t => {
    for (const models of [[], [{ ...reasoner, name }]]) {
      const { server, engine } = await setUp(t, { models }, { models: { chat: name } });
      assert.deepEqual(kinds(await engine.check(never)), ['noModel', 'modelInCloud']);
      await assert.rejects(all(engine.generate(chat, never)), { kind: 'modelInCloud' });
      assert.equal(generateBodies(server).length, 0);
    }
  });
}

test('a model that moves to the cloud at any moment before the prompt is sent gets no byte of it', async t => {
  const moment = fc.record({
    request: fc.constantFrom(fill, chat),
    remoteIn: fc.constantFrom('tags', 'show', undefined),
    repliesBefore: fc.integer({ min: 0, max: 2 }),
    // How many requests are answered before; the list is the last thing asked, after it is too late.
    answered: fc.integer({ min: 0, max: 5 }),
    isChecked: fc.boolean(),
  });
  const movedAt = new Set<string>();
  for (const { request, remoteIn, repliesBefore, answered, isChecked } of fc.sample(moment, { seed: 3, numRuns: 50 })) {
    let isArmed = false;
    let asked = 0;
    // The first time the list is also asked to find the models.
    let lists = isChecked || repliesBefore > 0 ? 1 : 2;
    const { server, engine } = await setUp(
      t,
      {
        intercept: ({ path }) => {
          if (!isArmed) return false;
          if (path === '/api/tags') lists -= 1;
          if (asked === answered || lists === 0) move(path);
          asked += 1;
          return false;
        },
      },
      { models: { completion: coder.name, chat: reasoner.name } },
    );
    const move = (path: string): void => {
      server.setModels([coder, reasoner].map(model => ({ ...model, remote: inCloud, remoteIn })));
      movedAt.add(path);
      isArmed = false;
    };
    if (isChecked) await engine.check(never);
    for (let reply = 0; reply < repliesBefore; reply += 1) await all(engine.generate(request, never));
    const before = generateBodies(server).length;
    isArmed = true;
    await assert.rejects(all(engine.generate(request, never)), { kind: 'modelInCloud' });
    assert.equal(generateBodies(server).length, before);
    assert.equal(chatBodies(server).length, 0);
  }
  assert.deepEqual([...movedAt].toSorted(), ['/api/ps', '/api/show', '/api/tags', '/api/version']);
});

for (const [version, isServed] of [
  ['0.12.11', false],
  ['0.9.0', false],
  ['0.13.0', true],
  ['0.33.0-rc2', true],
  ['1.0.0', true],
  ['0.0.0', true],
] as const) {
  test(`Ollama ${version} is ${isServed ? 'served' : 'too old'}`, async t => {
    const { engine } = await setUp(t, { version });
    assert.equal(kinds(await engine.check(never))[0], isServed ? coder.name : 'serverTooOld');
  });
}

const strangers: readonly (readonly [string, number, string, string])[] = [
  ['llama-server', 404, '{"error":{"code":404,"message":"File Not Found","type":"not_found_error"}}', 'notFound'],
  ['a web server', 404, '<html>Not found</html>', 'notFound'],
  ['an Ollama that takes us for a foreign page', 403, '', 'keyRefused'],
];

for (const [who, status, body, kind] of strangers) {
  test(`${who} at Ollama’s address: ${kind}, and no prompt is sent`, async t => {
    const server = await startServer((_, response) => sendJson(response, status, body));
    t.after(() => server.stop());
    const engine = engineAt(server.address, createNet({ log: silent }));
    assert.deepEqual(kinds(await engine.check(never)), [kind, kind]);
    await assert.rejects(all(engine.generate(fill, never)), { kind });
    assert.ok(server.received.every(({ method }) => method === 'GET'));
  });
}

test('no request looks like one of a web page', async t => {
  const { server, engine } = await setUp(t);
  await engine.check(never);
  await all(engine.generate(fill, never));
  // Ollama answers 403 to an origin or a host name that it does not know.
  assert.ok(server.received.every(({ headers }) => headers['origin'] === undefined));
  assert.ok(server.received.every(({ headers }) => String(headers['host']).startsWith('127.0.0.1:')));
});
