import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { readChunks } from '../../../src/engines/completionStream.ts';
import type { Piece } from '../../../src/shared/engine.ts';
import { all, cutEvery, written } from '../../fakes/chunks.ts';
import { startLlamaServer } from '../../fakes/llamaServer.ts';
import { startLmStudio } from '../../fakes/lmStudioServer.ts';
import { sendStream } from '../../fakes/loopbackServer.ts';
import { transcript } from '../../fakes/transcript.ts';
import { bodiesAt, startOpenAiServer } from '../../fakes/openAiServer.ts';
import { startVllm } from '../../fakes/vllmServer.ts';
import { engineOn, modelsOf } from './serverEngine.ts';
import { never, turns } from './requests.ts';

const at = 'http://127.0.0.1:1';
const qwen = 'Qwen2.5-7B-Instruct';
const messages = [
  { role: 'user', content: 'One?' },
  { role: 'assistant', content: 'Yes.' },
  // Letters of a mark stay letters.
  { role: 'user', content: '< think>Two?' },
];

const servers = [
  ['llama-server', () => startLlamaServer({ model: `${qwen}.gguf` }), `${qwen}.gguf`],
  ['LM Studio', () => startLmStudio({ models: [{ id: qwen }] }), qwen],
  ['vLLM', () => startVllm({ models: { [qwen]: qwen } }), qwen],
  ['any other server', () => startOpenAiServer({ models: [{ id: qwen }] }), qwen],
] as const;

for (const [what, start, name] of servers) {
  test(`a model of no family is asked by ${what} through its own template, when a person named it`, async t => {
    const server = await start();
    const engine = engineOn(t, server, { models: { chat: name } });
    assert.equal(modelsOf(await engine.check(never))[1]?.[0], name);
    const pieces = await all(engine.generate(turns, never));
    assert.equal(written(pieces, 'thought'), '\nOkay, let me think about this.');
    assert.equal(written(pieces, 'answer'), '\n\nThe answer is forty two!<｜end▁of▁sentence｜>');
    const [body = {}] = bodiesAt(server, '/v1/chat/completions');
    assert.deepEqual([body['messages'], body['stream'], body['temperature']], [messages, true, 0.7]);
    assert.ok(!('stop' in body) && !('prompt' in body));
  });

  test(`a model of no family is never taken from ${what} by itself`, async t => {
    const engine = engineOn(t, await start());
    assert.deepEqual(modelsOf(await engine.check(never)), [['noModel'], ['noModel']]);
    await assert.rejects(all(engine.generate(turns, never)), { kind: 'noModel' });
  });
}

test('a chat through llama-server’s template keeps its slot and tells its progress', async t => {
  const server = await startLlamaServer({ model: `${qwen}.gguf` });
  await all(engineOn(t, server, { models: { chat: `${qwen}.gguf` } }).generate(turns, never));
  const [body = {}] = bodiesAt(server, '/v1/chat/completions');
  assert.deepEqual([body['id_slot'], body['cache_prompt'], body['return_progress']], [1, true, true]);
});

test('a llama-server whose model came without a template is not asked with turns', async t => {
  const server = await startLlamaServer({ model: `${qwen}.gguf`, template: '' });
  const engine = engineOn(t, server, { models: { chat: `${qwen}.gguf` } });
  assert.deepEqual(modelsOf(await engine.check(never))[1], ['wrongModel']);
});

test('progress of a chat whose deltas have only a role is told, and nothing else', async () => {
  const body = transcript('llama-server/chat-progress.sse') + transcript('llama-server/chat-r1-stream.sse');
  for (let size = 1; size <= 40; size += 1) {
    const pieces = await all(readChunks(cutEvery(size, body), at));
    const done = pieces.flatMap(piece => (piece.kind === 'waiting' ? [piece.done] : []));
    assert.deepEqual(
      done,
      [0, 32, 64, 96, 128, 160, 192, 224].map(processed => processed / 3805),
    );
    assert.equal(written(pieces, 'answer'), '\n\nThe answer is forty two!<｜end▁of▁sentence｜>');
  }
});

test('tags that a server leaves in the content stay for our own splitter, however the stream is cut', async () => {
  const body = transcript('llama-server/chat-r1-stream-tags.sse');
  for (let size = 1; size <= 40; size += 1) {
    const pieces = await all(readChunks(cutEvery(size, body), at));
    assert.equal(
      written(pieces, 'text'),
      '<think>\nOkay, let me think about this.</think>\n\nThe answer is forty two!<｜end▁of▁sentence｜>',
    );
  }
});

test('a chat that was cut at its longest reply says so', async () => {
  const pieces = await all(readChunks(cutEvery(50, transcript('llama-server/chat-r1-stream-cut.sse')), at));
  assert.equal((pieces.at(-1) as Extract<Piece, { kind: 'end' }>).reason, 'length');
});

const chunk = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const call = { tool_calls: [{ index: 0, id: '1', function: { name: 'search', arguments: '{}' } }] };
const done = 'data: [DONE]\n\n';

test('a reply that only calls a tool is a failure and no empty answer', async t => {
  const body = chunk({ role: 'assistant', content: null }) + chunk(call) + chunk({}, 'tool_calls') + done;
  const chat = (_: unknown, response: ServerResponse): void => sendStream(response, 'text/event-stream', body);
  const server = await startOpenAiServer({ models: [{ id: qwen }], chat });
  await assert.rejects(all(engineOn(t, server, { models: { chat: qwen } }).generate(turns, never)), {
    kind: 'badReply',
    facts: { address: server.address, why: 'toolsOnly', message: 'it only calls a tool' },
  });
});

test('an answer beside a tool call is an answer', async () => {
  const body = chunk({ content: 'Look.' }) + chunk(call) + chunk({}, 'tool_calls') + done;
  assert.equal(written(await all(readChunks(cutEvery(20, body), at)), 'text'), 'Look.');
});

const notWhole: readonly (readonly [string, string, string])[] = [
  ['a reply the server gave up', chunk({ content: 'Lo' }) + chunk({}, 'abort') + done, 'badReply'],
  [
    'an error of an older vLLM',
    'data: {"object":"error","message":"out of memory","code":500}\n\n' + done,
    'serverRefused',
  ],
  ['an error in words', 'event: error\ndata: {"error":"model crashed"}\n\n', 'serverRefused'],
];

for (const [what, body, kind] of notWhole) {
  test(`${what} is no whole answer`, async () => {
    await assert.rejects(all(readChunks(cutEvery(20, body), at)), { kind });
  });
}
