import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test, type TestContext } from 'node:test';
import * as fc from 'fast-check';
import { readChunks, readNative } from '../../../src/engines/completionStream.ts';
import type { ServerOptions } from '../../../src/engines/openai.ts';
import type { Piece } from '../../../src/shared/engine.ts';
import { Failure } from '../../../src/shared/failure.ts';
import { all, cutBy, cutEvery, written } from '../../fakes/chunks.ts';
import { startLlamaServer, type FakeLlamaServer } from '../../fakes/llamaServer.ts';
import { sendJson, sendStream } from '../../fakes/loopbackServer.ts';
import { transcript } from '../../fakes/transcript.ts';
import { coder, generateBodies, reasoner, startOllama } from '../../fakes/ollamaServer.ts';
import { bodiesAt, startOpenAiServer, type FakeOpenAiServer } from '../../fakes/openAiServer.ts';
import { elsewhere, engineOn, modelsOf } from './serverEngine.ts';
import { chat, fill, never } from './requests.ts';

const llamaServer = async (t: TestContext, fake: FakeLlamaServer = {}, options: Partial<ServerOptions> = {}) => {
  const server = await startLlamaServer(fake);
  return { server, engine: engineOn(t, server, options) };
};

const openAiServer = async (t: TestContext, fake: FakeOpenAiServer, options: Partial<ServerOptions> = {}) => {
  const server = await startOpenAiServer(fake);
  return { server, engine: engineOn(t, server, options) };
};

const events = (body: string) => (_: unknown, response: ServerResponse) =>
  sendStream(response, 'text/event-stream', body);

const at = 'http://127.0.0.1:1';
const native = transcript('llama-server/completion-native-stream.sse');
const reasoned = transcript('llama-server/chat-r1-stream.sse');
const withUsage = transcript('llama-server/chat-coder-stream-usage.sse');

test('llama-server is asked on its own route, and its completion comes out exactly', async t => {
  const { server, engine } = await llamaServer(t);
  const pieces = await all(engine.generate(fill, never));
  assert.equal(written(pieces, 'text'), 'return a + b\n');
  assert.deepEqual(pieces.at(-1), {
    kind: 'end',
    reason: 'stop',
    usage: { promptTokens: 14, evaluatedTokens: 1, generatedTokens: 6 },
  });
  const [body] = bodiesAt(server, '/completion');
  assert.equal(body?.['prompt'], '<｜fim▁begin｜>def f(a,b):\n    <｜fim▁hole｜>\n<｜fim▁end｜>');
  const { n_predict, stream, cache_prompt, id_slot, temperature, top_p } = body;
  assert.deepEqual([n_predict, stream, cache_prompt, id_slot, temperature, top_p], [20, true, true, 0, 0, 1]);
});

test('a chat gets another slot, and a server with one slot is asked for none', async t => {
  const two = await llamaServer(t, { model: 'DeepSeek-R1-Distill-Qwen-1.5B-Q4_0.gguf' });
  await all(two.engine.generate(chat, never));
  assert.equal(bodiesAt(two.server, '/completion')[0]?.['id_slot'], 1);
  const one = await llamaServer(t, { slots: 1 });
  await all(one.engine.generate(fill, never));
  assert.ok(!('id_slot' in (bodiesAt(one.server, '/completion')[0] ?? { id_slot: 0 })));
});

test('a llama-server on another machine, which others may use, is asked for no slot', async t => {
  const server = await startLlamaServer();
  await all(engineOn(t, server, elsewhere(server)).generate(fill, never));
  assert.ok(!('id_slot' in (bodiesAt(server, '/completion')[0] ?? { id_slot: 0 })));
});

test('the length that llama-server was started with is told, and a shorter chat is respected', async t => {
  const { engine } = await llamaServer(t);
  assert.deepEqual(modelsOf(await engine.check(never)), [['deepseek-coder-1.3b-base.Q4_0.gguf', 512], ['noModel']]);
  const model = 'DeepSeek-R1-Distill-Qwen-1.5B-Q4_0.gguf';
  const chatting = await llamaServer(t, { model }, { chatContextLength: 300 });
  assert.deepEqual(modelsOf(await chatting.engine.check(never)), [['noModel'], [model, 300]]);
});

test('the rows that llama-server lists are understood', async t => {
  const { data } = JSON.parse(transcript('llama-server/models.json')) as { data: object[] };
  const models = [{ ...data[0], id: 'models/deepseek-coder-1.3b-base.gguf' }];
  const { engine } = await openAiServer(t, { models });
  assert.deepEqual(modelsOf(await engine.check(never))[0], ['deepseek-coder-1.3b-base.gguf', 512]);
});

test('llama-server’s model may be configured by its file name', async t => {
  const model = 'deepseek-coder-6.7b-base.Q4_0.gguf';
  const { engine } = await llamaServer(t, { model }, { models: { completion: model } });
  assert.deepEqual(modelsOf(await engine.check(never))[0], [model, 512]);
});

test('a server is recognised anew after a failure: another may be started at its address', async t => {
  const models: object[] = [{ id: 'llama3.1:8b' }];
  const { server, engine } = await openAiServer(t, { models });
  await assert.rejects(all(engine.generate(fill, never)), { kind: 'noModel' });
  models.push({ id: 'deepseek-coder-1.3b-base' });
  assert.equal(written(await all(engine.generate(fill, never)), 'text'), 'return a + b\n');
  assert.equal(bodiesAt(server, '/v1/completions')[0]?.['model'], 'deepseek-coder-1.3b-base');
});

test('a configured model has to be there and to fit', async t => {
  const models = [{ id: 'deepseek-coder-6.7b-instruct' }, { id: 'DeepSeek-R1-Distill-Qwen-7B' }];
  const chosen = { completion: 'deepseek-coder-6.7b-instruct', chat: 'other' };
  const { server, engine } = await openAiServer(t, { models }, { models: chosen });
  assert.deepEqual(modelsOf(await engine.check(never)), [['wrongModel'], ['noModel']]);
  await assert.rejects(all(engine.generate(fill, never)), { kind: 'wrongModel' });
  assert.equal(bodiesAt(server, '/v1/completions').length, 0);
});

test('an Ollama at the address of a server is served as an Ollama', async t => {
  const server = await startOllama();
  const engine = engineOn(t, server);
  const health = await engine.check(never);
  assert.equal(health.engine, 'server');
  assert.deepEqual(modelsOf(health), [
    [coder.name, 2048],
    [reasoner.name, 4096],
  ]);
  assert.equal(written(await all(engine.generate(fill, never)), 'text'), 'return a + b\n');
  assert.equal(generateBodies(server)[0]?.['truncate'], false);
});

test('while llama-server loads its model the person is told, and the answer comes when it is there', async t => {
  const { engine } = await llamaServer(t, { loadingFor: 2 });
  const pieces = await all(engine.generate(fill, never));
  assert.deepEqual(pieces.slice(0, 2), [
    { kind: 'waiting', stage: 'loading' },
    { kind: 'waiting', stage: 'reading' },
  ]);
  assert.equal(written(pieces, 'text'), 'return a + b\n');
});

test('stopping while llama-server loads ends the waiting with the reason', async t => {
  const abort = new AbortController();
  const reason = new Error('stopped');
  const { engine } = await llamaServer(t, { loadingFor: 1_000_000 });
  const reading = (async () => {
    for await (const piece of engine.generate(fill, abort.signal)) {
      assert.equal(piece.kind, 'waiting');
      abort.abort(reason);
    }
  })();
  await assert.rejects(reading, error => error === reason);
});

test('a server that loads its model is told so by a check, without waiting', async t => {
  const { engine } = await llamaServer(t, { loadingFor: 1_000_000 });
  const { completion } = await engine.check(never);
  assert.ok(completion instanceof Failure);
  assert.deepEqual([completion.kind, completion.facts['message']], ['serverBusy', 'Loading model']);
});

test('the progress of reading a long prompt is told', async () => {
  const progress = [0, 512, 1024].map(
    processed =>
      `data: {"content":"","stop":false,"prompt_progress":{"total":1024,"cache":0,"processed":${processed}}}\n\n`,
  );
  const pieces = await all(readNative(cutEvery(9, progress.join('') + native), at));
  assert.deepEqual(
    pieces.slice(0, 3).map(piece => (piece.kind === 'waiting' ? piece.done : piece.kind)),
    [0, 0.5, 1],
  );
});

const recorded: readonly (readonly [string, string, typeof readChunks, (pieces: Piece[]) => void])[] = [
  [
    'llama-server’s own stream',
    native,
    readNative,
    pieces => {
      assert.equal(written(pieces, 'text'), ' one two three four'.repeat(5));
      assert.deepEqual(pieces.at(-1), {
        kind: 'end',
        reason: 'length',
        usage: { promptTokens: 8, evaluatedTokens: 1, generatedTokens: 20 },
      });
    },
  ],
  [
    'a reasoning stream',
    reasoned,
    readChunks,
    pieces => {
      assert.equal(written(pieces, 'thought'), '\nOkay, let me think about this.');
      assert.equal(written(pieces, 'answer'), '\n\nThe answer is forty two!<｜end▁of▁sentence｜>');
      assert.equal(written(pieces, 'text'), '');
    },
  ],
  [
    'a stream whose usage comes after its last choice',
    withUsage,
    readChunks,
    pieces => {
      assert.equal(written(pieces, 'text'), 'Here is the answer.<|EOT|>');
      assert.deepEqual(pieces.at(-1), {
        kind: 'end',
        reason: 'stop',
        usage: { promptTokens: 11, evaluatedTokens: 1, generatedTokens: 6 },
      });
    },
  ],
];

for (const [what, body, reader, holds] of recorded) {
  for (let size = 1; size <= 40; size += 1) {
    test(`${what} comes out the same when it is cut every ${size} bytes`, async () =>
      holds(await all(reader(cutEvery(size, body), at))));
  }
  test(`${what} comes out the same however it is cut, with pings in between`, async () => {
    const pinged = body.replaceAll('\n\n', '\n\n: ping\n\n');
    const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 });
    const property = fc.asyncProperty(sizes, async cuts => holds(await all(reader(cutBy(cuts, pinged), at))));
    await fc.assert(property, { seed: 20261125, numRuns: 100 });
  });
}

test('the newer field "reasoning" is a thought as well', async () => {
  const body = reasoned.replaceAll('"reasoning_content"', '"reasoning"');
  const pieces = await all(readChunks(cutEvery(50, body), at));
  assert.equal(written(pieces, 'thought'), '\nOkay, let me think about this.');
});

test('a stream that ends with its finish reason but without "[DONE]" is whole', async () => {
  const pieces = await all(readChunks(cutEvery(50, withUsage.replace('data: [DONE]', '')), at));
  assert.equal(pieces.at(-1)?.kind, 'end');
});

const broken: readonly (readonly [string, string, string])[] = [
  ['an empty body', '', 'badReply'],
  ['a body that is cut off', native.slice(0, 700), 'badReply'],
  ['a page of HTML', '<html>hello</html>', 'badReply'],
  ['an event of another form', 'data: {"content":7}\n\n', 'badReply'],
  ['an error event', 'data: {"error":{"code":500,"message":"out of memory"}}\n\n', 'serverRefused'],
  ['an error field of older servers', 'error: {"code":500,"message":"out of memory"}\n\n', 'serverRefused'],
  ['an overflow event', `data: ${transcript('llama-server/err-overflow-stream.json').trim()}\n\n`, 'contextOverflow'],
  ['a line without end', `data: ${'x'.repeat(1024 * 1024)}`, 'badReply'],
];

for (const [what, body, kind] of broken) {
  test(`${what} ends in ${kind}, on both routes`, async t => {
    const own = await llamaServer(t, { completion: events(body) });
    await assert.rejects(all(own.engine.generate(fill, never)), { kind });
    const models = [{ id: 'deepseek-coder-1.3b-base' }];
    const common = await openAiServer(t, { models, completions: events(body) });
    await assert.rejects(all(common.engine.generate(fill, never)), { kind });
  });
}

test('overflow is told with the server’s own numbers', async t => {
  const completion = (_: unknown, response: ServerResponse): void =>
    sendJson(response, 400, transcript('llama-server/err-overflow-stream.json'));
  const { server, engine } = await llamaServer(t, { completion });
  await assert.rejects(all(engine.generate(fill, never)), {
    kind: 'contextOverflow',
    facts: { address: server.address, promptTokens: 3011, contextLength: 512 },
  });
});

for (const [status, kind] of [
  [401, 'keyRefused'],
  [403, 'keyRefused'],
  [404, 'notFound'],
  [429, 'serverBusy'],
  [500, 'serverRefused'],
  [502, 'serverRefused'],
] as const) {
  test(`status ${status} with a page of HTML is told without the page`, async t => {
    const completion = (_: unknown, response: ServerResponse): void =>
      sendJson(response, status, '<html>secret</html>');
    const { server, engine } = await llamaServer(t, { completion });
    await assert.rejects(all(engine.generate(fill, never)), {
      kind,
      facts: { address: server.address, status, message: 'it gave no reason' },
    });
  });
}

test('a server that does not run is unreachable', async t => {
  const { server, engine } = await llamaServer(t);
  await server.stop();
  const { completion, chat: chatModel } = await engine.check(never);
  assert.ok(completion instanceof Failure && chatModel instanceof Failure);
  assert.deepEqual([completion.kind, chatModel.kind], ['unreachable', 'unreachable']);
  await assert.rejects(all(engine.generate(fill, never)), { kind: 'unreachable' });
});

test('a character that took several tokens counts as many', async t => {
  const event = (content: string, predicted: number): string =>
    `data: ${JSON.stringify({ content, tokens: [7], stop: false, tokens_predicted: predicted })}\n\n`;
  const end = 'data: {"content":"","stop":true,"stop_type":"eos","tokens_predicted":4}\n\n';
  const { engine } = await llamaServer(t, {
    completion: (_, response) => sendStream(response, 'text/event-stream', event('a', 1) + event('🌊', 4) + end),
  });
  const pieces = await all(engine.generate(fill, never));
  assert.deepEqual(
    pieces.flatMap(piece => (piece.kind === 'text' ? [[piece.text, piece.tokens]] : [])),
    [
      ['a', 1],
      ['🌊', 3],
    ],
  );
});
