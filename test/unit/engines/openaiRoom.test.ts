import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { tokensAtFirst, tokensLeft } from '../../../src/engines/servers/room.ts';
import type { GenerateRequest } from '../../../src/shared/engine.ts';
import { Failure } from '../../../src/shared/failure.ts';
import { all, written } from '../../fakes/chunks.ts';
import { sendStream } from '../../fakes/loopbackServer.ts';
import { bodiesAt, startOpenAiServer } from '../../fakes/openAiServer.ts';
import { startSglang } from '../../fakes/sglangServer.ts';
import { startVllm } from '../../fakes/vllmServer.ts';
import { startLmStudio } from '../../fakes/lmStudioServer.ts';
import { engineOn } from './serverEngine.ts';
import { chat as anyChat, fill, never } from './requests.ts';

const coder = 'deepseek-coder-1.3b-base';
const r1 = 'DeepSeek-R1-Distill-Qwen-7B';
/** Of a length that the numbers below count on. */
const chat: GenerateRequest = { ...anyChat, prompt: [{ mark: '<｜User｜>' }, 'hi'] };
const long = { ...fill, prompt: ['x'.repeat(8000)] };

const askedFor = (bodies: readonly Record<string, unknown>[]): readonly unknown[] =>
  bodies.map(body => body['max_tokens']);

test('a reply that may be longer than vLLM’s context is left to vLLM', async t => {
  const server = await startVllm({ models: { [r1]: r1 } });
  const pieces = await all(engineOn(t, server).generate({ ...chat, maxTokens: 32_768 }, never));
  assert.equal(written(pieces, 'text'), 'return a + b\n');
  assert.deepEqual(askedFor(bodiesAt(server, '/v1/completions')), [null]);
});

for (const words of ['older', 'newer'] as const) {
  test(`a prompt that fits a vLLM of ${words} words only with a shorter reply gets one`, async t => {
    const server = await startVllm({ models: { [r1]: r1 }, words });
    const pieces = await all(engineOn(t, server).generate({ ...chat, maxTokens: 4093 }, never));
    assert.equal(written(pieces, 'text'), 'return a + b\n');
    assert.deepEqual(askedFor(bodiesAt(server, '/v1/completions')), [4093, null]);
  });
}

for (const age of ['older', 'newer'] as const) {
  test(`a reply that may be longer than an ${age} SGLang’s context gets the room its own numbers leave`, async t => {
    const server = await startSglang({ servedName: r1, modelPath: r1, age });
    const pieces = await all(engineOn(t, server).generate({ ...chat, maxTokens: 32_768 }, never));
    assert.equal(written(pieces, 'text'), 'return a + b\n');
    // Four tokens of prompt, and SGLang wants one to be left.
    assert.deepEqual(askedFor(bodiesAt(server, '/v1/completions')), [32_768, 4091]);
  });
}

test('a prompt that does not fit is told with the server’s numbers, and not asked for ever', async t => {
  const vllm = await startVllm({ models: { [coder]: coder }, maxModelLength: 1024, words: 'older' });
  await assert.rejects(all(engineOn(t, vllm).generate(long, never)), {
    kind: 'contextOverflow',
    facts: { address: vllm.address, promptTokens: 2002, contextLength: 1024 },
  });
  assert.equal(bodiesAt(vllm, '/v1/completions').length, 2);
  const sglang = await startSglang({ servedName: coder, modelPath: coder, contextLength: 1024 });
  await assert.rejects(all(engineOn(t, sglang).generate(long, never)), {
    kind: 'contextOverflow',
    facts: { address: sglang.address, promptTokens: 2002, contextLength: 1024 },
  });
  assert.equal(bodiesAt(sglang, '/v1/completions').length, 1);
});

test('LM Studio’s refusal with status 200 is told with its numbers', async t => {
  const server = await startLmStudio({ models: [{ id: coder, loadedContextLength: 1024 }] });
  await assert.rejects(all(engineOn(t, server).generate(long, never)), {
    kind: 'contextOverflow',
    facts: { address: server.address, promptTokens: 2002, contextLength: 1024 },
  });
});

test('what is asked for after a refusal is always less', () => {
  const overflow = (promptTokens: number, contextLength: number): Failure =>
    new Failure('contextOverflow', { promptTokens, contextLength });
  assert.equal(tokensLeft('generic', 500, overflow(900, 1024)), 123);
  assert.equal(tokensLeft('generic', 123, overflow(900, 1024)), undefined);
  assert.equal(tokensLeft('sglang', 500, overflow(1023, 1024)), undefined);
  assert.equal(tokensLeft('vllm', 500, new Failure('contextOverflow', { contextLength: 1024 })), null);
  assert.equal(tokensLeft('vllm', null, overflow(10, 1024)), undefined);
  assert.equal(tokensLeft('generic', 500, new Failure('contextOverflow', { contextLength: 1024 })), undefined);
  assert.equal(tokensLeft('vllm', 500, new Failure('serverRefused')), undefined);
});

test('a length that vLLM does not tell is no reason to leave the reply’s length open', () => {
  assert.equal(tokensAtFirst('vllm', 500, undefined), 500);
  assert.equal(tokensAtFirst('vllm', 500, 501), 500);
  assert.equal(tokensAtFirst('vllm', 500, 500), null);
  assert.equal(tokensAtFirst('sglang', 500, 100), 500);
});

test('a reply that has begun is not asked for again', async t => {
  const error = { n_prompt_tokens: 5, n_ctx: 1024, message: 'too long' };
  const body = `data: {"choices":[{"text":"one"}]}\n\ndata: ${JSON.stringify({ error })}\n\n`;
  const completions = (_: unknown, response: ServerResponse): void => sendStream(response, 'text/event-stream', body);
  const server = await startOpenAiServer({ models: [{ id: coder }], completions });
  await assert.rejects(all(engineOn(t, server).generate({ ...fill, maxTokens: 2000 }, never)), {
    kind: 'contextOverflow',
  });
  assert.equal(bodiesAt(server, '/v1/completions').length, 1);
});
