import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import type { GenerateRequest } from '../../../src/shared/engine.ts';
import { startLlamaServer } from '../../fakes/llamaServer.ts';
import { startServer, type LoopbackServer, type Received } from '../../fakes/loopbackServer.ts';
import { startOpenAiServer } from '../../fakes/openAiServer.ts';
import { engineOn } from './serverEngine.ts';
import { fill, never, turns } from './requests.ts';
import { all } from '../../fakes/chunks.ts';

type Handler = (request: Received, response: ServerResponse) => void;

const coder = 'deepseek-coder-1.3b-base';
const qwen = 'Qwen2.5-7B-Instruct';
const progress = '"prompt_progress":{"total":1024,"cache":0,"processed":512}';

/** How each route answers: what it says while it reads the prompt, and a piece of text. */
const routes: readonly {
  readonly name: string;
  readonly start: (answer: Handler) => Promise<LoopbackServer>;
  readonly request: GenerateRequest;
  readonly reading: string;
  readonly text: string;
}[] = [
  {
    name: 'llama-server’s own route',
    start: completion => startLlamaServer({ completion }),
    request: fill,
    reading: `data: {"content":"","stop":false,${progress}}\n\n`,
    text: 'data: {"content":"one"}\n\n',
  },
  {
    name: '/v1/completions',
    start: completions => startOpenAiServer({ models: [{ id: coder }], completions }),
    request: fill,
    reading: ': ping\n\n',
    text: 'data: {"choices":[{"text":"one"}]}\n\n',
  },
  {
    name: '/v1/chat/completions',
    start: chat => startOpenAiServer({ models: [{ id: qwen }], chat }),
    request: turns,
    reading: `data: {"choices":[{"delta":{"role":"assistant","content":null}}],${progress}}\n\n`,
    text: 'data: {"choices":[{"delta":{"content":"one"}}]}\n\n',
  },
];

const moments = ['before the first header', 'while the prompt is read', 'in the middle of the text'] as const;

for (const { name, start, request, reading, text } of routes) {
  for (const moment of moments) {
    test(`stopping ${moment} of ${name} closes the socket and ends with the reason`, async t => {
      const abort = new AbortController();
      const reason = new Error('stopped');
      const server = await start((_, response) => {
        if (moment === 'before the first header') return abort.abort(reason);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(moment === 'while the prompt is read' ? reading : text, () => {
          if (moment === 'while the prompt is read') abort.abort(reason);
        });
      });
      const written: string[] = [];
      const run = async (): Promise<void> => {
        for await (const piece of engineOn(t, server, { models: { chat: qwen } }).generate(request, abort.signal)) {
          if (piece.kind !== 'text') continue;
          written.push(piece.text);
          abort.abort(reason);
        }
      };
      await assert.rejects(run(), error => error === reason);
      await server.givenUp;
      assert.deepEqual(written, moment === 'in the middle of the text' ? ['one'] : []);
      assert.equal(server.givenUpCount(), 1);
    });
  }

  test(`a reader that walks away from ${name} closes the socket`, async t => {
    const server = await start((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(text);
    });
    for await (const piece of engineOn(t, server, { models: { chat: qwen } }).generate(request, never))
      if (piece.kind === 'text') break;
    await server.givenUp;
  });

  test(`${name} is asked for a stream, so that stopping ends the server’s work at once`, async t => {
    const server = await start((_, response) => response.end());
    await assert.rejects(all(engineOn(t, server, { models: { chat: qwen } }).generate(request, never)));
    const asked = server.received.filter(({ method }) => method === 'POST');
    assert.deepEqual(
      asked.map(({ body }) => (JSON.parse(body) as { stream: boolean }).stream),
      [true],
    );
  });
}

test('stopping while it is still found out what answers closes the socket', async t => {
  const abort = new AbortController();
  const reason = new Error('stopped');
  const server = await startServer(() => abort.abort(reason));
  await assert.rejects(all(engineOn(t, server).generate(fill, abort.signal)), error => error === reason);
  await server.givenUp;
  assert.equal(server.received.length, 1);
});

test('an engine that is disposed ends what it was asked', async t => {
  const server = await startOpenAiServer({ models: [{ id: coder }], completions: () => void engine.dispose() });
  const engine = engineOn(t, server);
  await assert.rejects(all(engine.generate(fill, never)), { kind: 'unexpected' });
  await server.givenUp;
});
