import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import type { Piece } from '../../../src/shared/engine.ts';
import { all, written } from '../../fakes/chunks.ts';
import { startOpenAiServer } from '../../fakes/openAiServer.ts';
import { sendStream } from '../../fakes/loopbackServer.ts';
import { transcript } from '../../fakes/transcript.ts';
import { engineOn } from './serverEngine.ts';
import { chat, fill, never } from './requests.ts';

const models = [{ id: 'deepseek-coder-1.3b-base' }, { id: 'deepseek-r1-distill-qwen-1.5b' }];

/** A server with both models that says one word to a chat and then thinks until it is let go; completions end at once. */
function startThinking(ownedBy: string) {
  const sent: string[] = [];
  const going = new EventTarget();
  return startOpenAiServer({
    models: models.map(model => ({ ...model, owned_by: ownedBy, max_model_len: 4096 })),
    completions: ({ body }, response) => {
      const { model } = JSON.parse(body) as { model: string };
      sent.push(model);
      if (model === models[0]?.id)
        return sendStream(response, 'text/event-stream', transcript('llama-server/completions-fim-raw.sse'));
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"choices":[{"text":"Hm"}]}\n\n');
      going.addEventListener('let go', () =>
        response.end('data: {"choices":[{"text":"","finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'),
      );
    },
  }).then(server => ({ server, sent, letGo: () => going.dispatchEvent(new Event('let go')) }));
}

/** Reads until something is written. */
async function untilText(stream: AsyncIterator<Piece>): Promise<void> {
  for (;;) {
    const { value, done } = await stream.next();
    assert.ok(!done, 'it ended');
    if (value.kind === 'text') return;
  }
}

test('where a server takes one request at a time, ghost text waits for the answer and says so', async t => {
  const { server, sent, letGo } = await startThinking('somebody');
  const engine = engineOn(t, server);
  const answer = engine.generate(chat, never)[Symbol.asyncIterator]();
  await untilText(answer);
  const completion = engine.generate(fill, never)[Symbol.asyncIterator]();
  assert.deepEqual((await completion.next()).value, { kind: 'waiting', stage: 'queued' });
  assert.deepEqual(sent, [models[1]?.id]);
  const rest = all({ [Symbol.asyncIterator]: () => completion });
  letGo();
  await all({ [Symbol.asyncIterator]: () => answer });
  assert.equal(written(await rest, 'text'), 'return a + b\n');
  assert.deepEqual(sent, models.map(({ id }) => id).toReversed());
});

test('where a server takes both, ghost text comes while the answer is being written', async t => {
  const { server, letGo } = await startThinking('vllm');
  const engine = engineOn(t, server);
  const answer = engine.generate(chat, never)[Symbol.asyncIterator]();
  await untilText(answer);
  assert.equal(written(await all(engine.generate(fill, never)), 'text'), 'return a + b\n');
  letGo();
  await all({ [Symbol.asyncIterator]: () => answer });
});

test('keys that come while ghost text waits for an answer send nothing', async t => {
  const { server, sent, letGo } = await startThinking('somebody');
  const engine = engineOn(t, server);
  const answer = engine.generate(chat, never)[Symbol.asyncIterator]();
  await untilText(answer);
  for (let key = 0; key < 20; key++) {
    const abort = new AbortController();
    const waiting = all(engine.generate(fill, abort.signal));
    queueMicrotask(() => abort.abort(new Error('the next key')));
    await once(abort.signal, 'abort');
    await assert.rejects(waiting, /the next key/);
  }
  assert.equal(sent.length, 1);
  letGo();
  await all({ [Symbol.asyncIterator]: () => answer });
});
