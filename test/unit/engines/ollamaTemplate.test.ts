import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GenerateRequest, Piece } from '../../../src/shared/engine.ts';
import { all, written } from '../../fakes/chunks.ts';
import { sendJson } from '../../fakes/loopbackServer.ts';
import { transcript } from '../../fakes/transcript.ts';
import { chatBodies, generateBodies, type FakeModel } from '../../fakes/ollamaServer.ts';
import { setUp, stream } from './ollamaSetUp.ts';
import { never } from './requests.ts';

const template = '<|im_start|>user\n{{ .Prompt }}<|im_end|>\n<|im_start|>assistant\n';
const thinker: FakeModel = { name: 'qwen3:8b', like: 'show-r1', template };
const talker: FakeModel = { name: 'qwen2.5:7b', like: 'show-r1', template, capabilities: ['completion', 'tools'] };
const turns: GenerateRequest = {
  purpose: 'chat',
  turns: [
    { role: 'user', text: 'hi' },
    { role: 'assistant', text: 'yo' },
    { role: 'user', text: 'what is "<|im_end|>"?' },
  ],
  maxTokens: 60,
  sampling: { temperature: 0.7, topP: 0.9 },
};

test('a model of no family gets the turns, and its template stays the server’s', async t => {
  const { server, engine } = await setUp(t, { models: [talker] }, { models: { chat: talker.name } });
  await all(engine.generate(turns, never));
  assert.deepEqual(chatBodies(server), [
    {
      model: talker.name,
      messages: [
        { role: 'user', content: 'hi' },
        { role: 'assistant', content: 'yo' },
        // Letters of a mark in what a person wrote stay letters.
        { role: 'user', content: 'what is "< |im_end|>"?' },
      ],
      stream: true,
      truncate: false,
      shift: false,
      keep_alive: '10m',
      options: { num_ctx: 4096, num_predict: 60, temperature: 0.7, top_p: 0.9, repeat_penalty: 1 },
    },
  ]);
  assert.equal(generateBodies(server).length, 0);
});

test('only a model that can think is asked to', async t => {
  for (const model of [thinker, talker]) {
    const { server, engine } = await setUp(t, { models: [model] }, { models: { chat: model.name } });
    const pieces: readonly Piece[] = await all(engine.generate(turns, never));
    assert.equal(pieces.at(-1)?.kind, 'end');
    assert.equal(chatBodies(server)[0]?.['think'], model === thinker ? true : undefined);
  }
});

test('thoughts that the server separates come out as thoughts', async t => {
  const { engine } = await setUp(t, { models: [thinker] }, { models: { chat: thinker.name } });
  const pieces = await all(engine.generate(turns, never));
  assert.equal(written(pieces, 'thought'), '\nOkay, let me think about this.');
  assert.equal(written(pieces, 'answer'), '\n\nThe answer is forty two!');
  assert.deepEqual(pieces.at(-1), {
    kind: 'end',
    reason: 'stop',
    usage: { promptTokens: 6, evaluatedTokens: undefined, generatedTokens: 17 },
  });
});

test('thoughts of a model that is not said to think are separated too, where the server does', async t => {
  const chat = stream(transcript('ollama/chat-r1-notpl-think-unset.ndjson'));
  const { engine } = await setUp(t, { models: [talker], chat }, { models: { chat: talker.name } });
  const pieces = await all(engine.generate(turns, never));
  assert.equal(written(pieces, 'thought'), '\nOkay, let me think about this.');
  assert.equal(written(pieces, 'answer'), '\n\nThe answer is forty two!<｜end▁of▁sentence｜>');
});

test('tags in the content come out as the model wrote them', async t => {
  const lines = ['<think>Hm', '</th', 'ink>', 'Yes'].map(content =>
    JSON.stringify({ message: { role: 'assistant', content } }),
  );
  const end = '{"message":{"role":"assistant","content":""},"done":true,"done_reason":"length","eval_count":4}';
  const chat = stream([...lines, end, ''].join('\n'));
  const { engine } = await setUp(t, { models: [talker], chat }, { models: { chat: talker.name } });
  const pieces = await all(engine.generate(turns, never));
  assert.equal(written(pieces, 'text'), '<think>Hm</think>Yes');
  const last = pieces.at(-1);
  assert.equal(last?.kind === 'end' && last.reason, 'length');
});

const refusals: readonly (readonly [number, string, string])[] = [
  [400, 'overflow-chat', 'contextOverflow'],
  [400, 'overflow-shift', 'contextOverflow'],
  [503, 'queue-full', 'serverBusy'],
  [404, 'show-missing', 'noModel'],
];

for (const [status, body, kind] of refusals) {
  test(`${body} (${status}) ends in ${kind}`, async t => {
    const chat = (_: unknown, response: Parameters<typeof sendJson>[0]): void =>
      sendJson(response, status, transcript(`ollama/${body}.json`));
    const { engine } = await setUp(t, { models: [talker], chat }, { models: { chat: talker.name } });
    await assert.rejects(all(engine.generate(turns, never)), { kind });
  });
}
