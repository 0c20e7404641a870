import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test, type TestContext } from 'node:test';
import * as fc from 'fast-check';
import { createNet, type Net } from '../../../src/engines/net.ts';
import { createOllamaEngine, type OllamaOptions } from '../../../src/engines/ollama.ts';
import { readGenerated } from '../../../src/engines/ollamaStream.ts';
import type { Engine, GenerateRequest, Health, Piece } from '../../../src/shared/engine.ts';
import { Failure } from '../../../src/shared/failure.ts';
import { silent } from '../../../src/shared/log.ts';
import { all, cutBy, cutEvery, written } from '../../fakes/chunks.ts';
import { sendJson, sendStream, startServer, transcript, type LoopbackServer } from '../../fakes/loopbackServer.ts';
import { coder, generateBodies, reasoner, startOllama, type FakeOllama } from '../../fakes/ollamaServer.ts';

const never = new AbortController().signal;
const fill: GenerateRequest = {
  purpose: 'completion',
  prompt: [
    { mark: '<｜fim▁begin｜>' },
    'def f(a,b):\n    ',
    { mark: '<｜fim▁hole｜>' },
    '\n',
    { mark: '<｜fim▁end｜>' },
  ],
  maxTokens: 20,
  sampling: { temperature: 0, topP: 1 },
};
const chat: GenerateRequest = {
  purpose: 'chat',
  prompt: [{ mark: '<｜User｜>' }, 'hi', { mark: '<｜Assistant｜>' }, { mark: '<think>' }, '\n'],
  maxTokens: 60,
  sampling: { temperature: 0.6, topP: 0.95 },
};

interface Set {
  readonly server: LoopbackServer;
  readonly engine: Engine;
  readonly net: Net;
}

async function setUp(t: TestContext, fake: FakeOllama = {}, options: Partial<OllamaOptions> = {}): Promise<Set> {
  const server = await startOllama(fake);
  const net = createNet({ log: silent });
  const engine = engineAt(server.address, net, options);
  t.after(() => Promise.all([engine.dispose(), server.stop()]));
  return { server, engine, net };
}

const engineAt = (address: string, net: Net, options: Partial<OllamaOptions> = {}): Engine =>
  createOllamaEngine({ address, models: {}, chatContextLength: 0, keepAlive: 10, log: silent, net, ...options });

const kinds = ({ completion, chat: chatModel }: Health): readonly string[] =>
  [completion, chatModel].map(model => (model instanceof Failure ? model.kind : model.name));

const stream = (body: string) => (_: unknown, response: ServerResponse) =>
  sendStream(response, 'application/x-ndjson', body);

const rawFim = transcript('ollama/generate-raw-fim.ndjson');
const think = transcript('ollama/generate-think.ndjson');
const read = (bytes: AsyncIterable<Uint8Array>): Promise<Piece[]> => all(readGenerated(bytes, 'http://127.0.0.1:1'));

test('a completion comes out exactly, with its reason and usage', async t => {
  const { engine } = await setUp(t);
  const pieces = await all(engine.generate(fill, never));
  assert.deepEqual(pieces[0], { kind: 'waiting', stage: 'loading' });
  assert.equal(written(pieces, 'text'), 'return a + b\n');
  assert.deepEqual(pieces.at(-1), {
    kind: 'end',
    reason: 'stop',
    usage: { promptTokens: 14, evaluatedTokens: undefined, generatedTokens: 6 },
  });
});

test('a reply that the server separates comes out as thought and answer', async t => {
  const { engine } = await setUp(t, { generate: stream(think) });
  const pieces = await all(engine.generate(chat, never));
  assert.equal(written(pieces, 'thought'), 'Okay, let me think about this.');
  assert.equal(written(pieces, 'answer'), 'The answer is forty two!');
  assert.equal(written(pieces, 'text'), '');
});

test('a reply with tags in it comes out as it was written', async t => {
  const body =
    ['Hm', '</th', 'ink>', '\n\nYes'].map(response => `${JSON.stringify({ response, done: false })}\n`).join('') +
    '{"response":"","done":true,"done_reason":"length","prompt_eval_count":5,"eval_count":4}\n';
  const { engine } = await setUp(t, { generate: stream(body) });
  const pieces = await all(engine.generate(chat, never));
  assert.equal(written(pieces, 'text'), 'Hm</think>\n\nYes');
  assert.deepEqual(pieces.at(-1), {
    kind: 'end',
    reason: 'length',
    usage: { promptTokens: 5, evaluatedTokens: undefined, generatedTokens: 4 },
  });
});

for (let size = 1; size <= 40; size += 1) {
  test(`thought and answer are the same when the stream is cut every ${size} bytes`, async () => {
    assert.deepEqual(await read(cutEvery(size, think)), await read(cutEvery(100_000, think)));
  });
}

test('text is the same however the stream is cut', async () => {
  const whole = await read(cutEvery(100_000, rawFim));
  const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 });
  const property = fc.asyncProperty(sizes, async cuts => assert.deepEqual(await read(cutBy(cuts, rawFim)), whole));
  await fc.assert(property, { seed: 20261124, numRuns: 200 });
});

test('the prompt is sent raw, marks as marks, and look-alikes in code as letters', async t => {
  const { server, engine } = await setUp(t);
  await all(engine.generate({ ...fill, prompt: [...fill.prompt, 'x = "<｜fim▁hole｜>"'] }, never));
  const [body] = generateBodies(server);
  assert.equal(body?.['prompt'], '<｜fim▁begin｜>def f(a,b):\n    <｜fim▁hole｜>\n<｜fim▁end｜>x = "< ｜fim▁hole｜>"');
  const { raw, stream: streams, truncate, think: thinks, keep_alive } = body;
  assert.deepEqual(
    { raw, streams, truncate, thinks, keep_alive },
    {
      ...{ raw: true, streams: true, truncate: false, thinks: false, keep_alive: '10m' },
    },
  );
});

test('whatever decides how a model is loaded is the same in each request', async t => {
  const { server, engine } = await setUp(t, { models: [coder, reasoner] }, { chatContextLength: 3072, keepAlive: -1 });
  await all(engine.generate(fill, never));
  await engine.check(never);
  await all(engine.generate({ ...fill, maxTokens: 300, sampling: { temperature: 0.3, topP: 0.5 } }, never));
  await all(engine.generate(chat, never));
  await all(engine.generate({ ...chat, maxTokens: 7 }, never));
  const loading = generateBodies(server).map(({ prompt, options, ...rest }): Record<string, unknown> => {
    const { num_predict, temperature, top_p, ...load } = options as Record<string, unknown>;
    assert.ok([prompt, num_predict, temperature, top_p].every(value => value !== undefined));
    return { ...rest, ...load };
  });
  assert.equal(loading.length, 4);
  assert.deepEqual(loading[0], loading[1]);
  assert.deepEqual(loading[2], loading[3]);
  assert.deepEqual(
    loading.map(body => body['num_ctx']),
    [2048, 2048, 3072, 3072],
  );
  assert.equal(loading[0]?.['keep_alive'], -1);
});

test('a model is asked for no more than it can hold', async t => {
  const { server, engine } = await setUp(t, {}, { chatContextLength: 100_000 });
  await all(engine.generate(chat, never));
  // The recorded model holds 4,096.
  const [body = {}] = generateBodies(server);
  assert.equal((body['options'] as Record<string, unknown>)['num_ctx'], 4096);
  assert.equal(((await engine.check(never)).chat as { contextLength: number }).contextLength, 4096);
});

test('what Ollama really gave a model is what is told of it', async t => {
  const { engine } = await setUp(t, { running: [{ name: coder.name, context_length: 1024 }] });
  assert.equal(((await engine.check(never)).completion as { contextLength: number }).contextLength, 2048);
  await all(engine.generate(fill, never));
  assert.equal(((await engine.check(never)).completion as { contextLength: number }).contextLength, 1024);
});

test('a model that answered lately is said to read, not to load', async t => {
  const { engine } = await setUp(t);
  await all(engine.generate(fill, never));
  const [first] = await all(engine.generate(fill, never));
  assert.deepEqual(first, { kind: 'waiting', stage: 'reading' });
});

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

const refusals: readonly (readonly [string, FakeOllama, OllamaOptions['models'], readonly string[]])[] = [
  ['no models at all', { models: [] }, {}, ['noModel', 'noModel']],
  ['configured models that are missing', {}, { completion: 'a:1b', chat: 'b:1b' }, ['noModel', 'noModel']],
  [
    'an instruct model for completion',
    { models: [{ name: 'deepseek-coder:1.3b', like: 'show-coder-nosuffix' }, reasoner] },
    { completion: 'deepseek-coder:1.3b' },
    ['wrongModel', reasoner.name],
  ],
  ['models for the other purpose', {}, { completion: reasoner.name, chat: coder.name }, ['wrongModel', 'wrongModel']],
];

for (const [what, fake, models, expected] of refusals) {
  test(`${what}: ${expected.join(' and ')}`, async t => {
    const { engine } = await setUp(t, fake, { models });
    assert.deepEqual(kinds(await engine.check(never)), expected);
  });
}

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
  const body = `${JSON.stringify({ response: 'x', done: false, ...inCloud })}\n${rawFim}`;
  const { engine } = await setUp(t, { generate: stream(body) });
  await assert.rejects(all(engine.generate(fill, never)), { kind: 'modelInCloud' });
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

test('an Ollama that does not run is unreachable', async t => {
  const { server, engine } = await setUp(t);
  await server.stop();
  assert.deepEqual(kinds(await engine.check(never)), ['unreachable', 'unreachable']);
  await assert.rejects(all(engine.generate(fill, never)), {
    kind: 'unreachable',
    facts: { address: server.address, why: 'nothingListens', message: 'ECONNREFUSED' },
  });
});

test('an address on another machine is refused and nothing is sent', async () => {
  const net = createNet({ log: silent });
  const engine = engineAt('http://gpu.invalid:11434', net);
  assert.deepEqual(kinds(await engine.check(never)), ['notLocal', 'notLocal']);
  assert.equal(net.activity().length, 0);
});

test('a redirect to another server carries no byte of a prompt there', async t => {
  const other = await startServer((_, response) => response.end());
  t.after(() => other.stop());
  const { server, engine } = await setUp(t, {
    generate: (_, response) => {
      response.writeHead(307, { location: `${other.address}/api/generate` });
      response.end();
    },
  });
  await assert.rejects(all(engine.generate(fill, never)), { kind: 'redirected' });
  assert.deepEqual([generateBodies(server).length, other.received.length], [1, 0]);
});

const bodies: readonly (readonly [string, string, string])[] = [
  ['an error line after HTTP 200', transcript('ollama/runner-killed.ndjson'), 'serverRefused'],
  ['an overflow after HTTP 200', transcript('ollama/overflow.json'), 'contextOverflow'],
  ['an empty body', '', 'badReply'],
  ['a body without the last line', rawFim.split('\n').slice(0, 3).join('\n'), 'badReply'],
  ['a body that is cut in a line', rawFim.slice(0, 200), 'badReply'],
  ['a page of HTML', '<html>hello</html>', 'badReply'],
  ['a line of another form', '{"response":7}\n', 'badReply'],
  ['a line without end', `{"response":"${'x'.repeat(1024 * 1024)}`, 'badReply'],
];

for (const [what, body, kind] of bodies) {
  test(`${what} ends in ${kind}`, async t => {
    const { engine } = await setUp(t, { generate: stream(body) });
    await assert.rejects(all(engine.generate(fill, never)), { kind });
  });
}

test('the partial text before an error line is kept', async t => {
  const { engine } = await setUp(t, { generate: stream(transcript('ollama/runner-killed.ndjson')) });
  const pieces: Piece[] = [];
  const reading = (async () => {
    for await (const piece of engine.generate(fill, never)) pieces.push(piece);
  })();
  await assert.rejects(reading, /an error was encountered while running the model: unexpected EOF/);
  assert.equal(written(pieces, 'text'), ' three four');
});

const statuses: readonly (readonly [number, string, string])[] = [
  [400, transcript('ollama/overflow.json'), 'contextOverflow'],
  [401, '', 'keyRefused'],
  [403, '', 'keyRefused'],
  [404, transcript('ollama/show-missing.json'), 'noModel'],
  [404, '404 page not found', 'notFound'],
  [429, '{"error":"slow down"}', 'serverBusy'],
  [500, '{"error":"llama runner process has terminated"}', 'serverRefused'],
  [502, '<html>Bad gateway</html>', 'serverRefused'],
  [503, '{"error":"server busy, please try again.  maximum pending requests exceeded"}', 'serverBusy'],
];

for (const [status, body, kind] of statuses) {
  test(`status ${status} ends in ${kind}`, async t => {
    const { engine } = await setUp(t, { generate: (_, response) => sendJson(response, status, body) });
    await assert.rejects(all(engine.generate(fill, never)), { kind });
  });
}

test('overflow is told with the server’s own numbers', async t => {
  const generate = (_: unknown, response: ServerResponse): void =>
    sendJson(response, 400, transcript('ollama/overflow.json'));
  const { server, engine } = await setUp(t, { generate });
  await assert.rejects(all(engine.generate(fill, never)), {
    facts: { address: server.address, promptTokens: 3015, contextLength: 512 },
  });
});

test('stopping before the first header closes the socket and throws the reason', async t => {
  const abort = new AbortController();
  const reason = new Error('stopped');
  const { server, engine } = await setUp(t, { generate: () => abort.abort(reason) });
  await assert.rejects(all(engine.generate(fill, abort.signal)), error => error === reason);
  await server.givenUp;
  assert.equal(server.givenUpCount(), 1);
});

test('stopping in the middle closes the socket and gives no further piece', async t => {
  const abort = new AbortController();
  const generate = (_: unknown, response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.write('{"response":"one","done":false}\n');
  };
  const { server, engine } = await setUp(t, { generate });
  const texts: string[] = [];
  const reading = (async () => {
    for await (const piece of engine.generate(fill, abort.signal)) {
      if (piece.kind !== 'text') continue;
      texts.push(piece.text);
      abort.abort();
    }
  })();
  await assert.rejects(reading, { name: 'AbortError' });
  await server.givenUp;
  assert.deepEqual(texts, ['one']);
});

test('a reply that is given up as damaged closes the socket', async t => {
  const generate = (_: unknown, response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.write('{"response":"one","done":false}\n<html>\n');
  };
  const { server, engine } = await setUp(t, { generate });
  await assert.rejects(all(engine.generate(fill, never)), { kind: 'badReply' });
  await server.givenUp;
});

test('disposing the engine ends what runs', async t => {
  const { server, engine } = await setUp(t, { generate: () => void engineOf().dispose() });
  const engineOf = (): Engine => engine;
  await assert.rejects(all(engine.generate(fill, never)), { name: 'Failure' });
  await server.givenUp;
});

test('checking loads no model and never throws, whatever answers', async t => {
  const { server, engine } = await setUp(t);
  await engine.check(never);
  assert.equal(generateBodies(server).length, 0);
  for (const body of ['', 'Ollama is running', '{"version":7}', '<html>', '{"models":null,"version":"0.33.0"}']) {
    const odd = await startServer((_, response) => sendJson(response, 200, body));
    t.after(() => odd.stop());
    const health = await engineAt(odd.address, createNet({ log: silent })).check(never);
    assert.deepEqual(kinds(health), ['badReply', 'badReply'], body);
  }
  const refusing = await startServer((_, response) => sendJson(response, 500, '<html>'));
  t.after(() => refusing.stop());
  const health = await engineAt(refusing.address, createNet({ log: silent })).check(never);
  assert.deepEqual(kinds(health), ['serverRefused', 'serverRefused']);
});
