import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Engine } from '../../../src/shared/engine.ts';
import { all } from '../../fakes/chunks.ts';
import { setUp } from './ollamaSetUp.ts';
import { chat, fill, never } from './requests.ts';

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

const line = (text: string): string => `${JSON.stringify({ response: text, done: false })}\n`;

type Moment = { readonly at: 'request'; readonly number: number } | { readonly at: 'line'; readonly number: number };

const moments: fc.Arbitrary<Moment> = fc.oneof(
  // A first reply asks for version, list, two descriptions, what is in memory, the list again, and then writes.
  fc.record({ at: fc.constant('request' as const), number: fc.integer({ min: 1, max: 7 }) }),
  fc.record({ at: fc.constant('line' as const), number: fc.integer({ min: 1, max: 60 }) }),
);

test('at 100 of 100 moments stopping closes the connection, and nothing is asked afterwards', async t => {
  let closes = 0;
  const reached = new Set<string>();
  for (const moment of fc.sample(moments, { seed: 20261124, numRuns: 100 })) {
    const abort = new AbortController();
    const reason = new Error('stopped');
    let requests = 0;
    const { server, engine } = await setUp(t, {
      intercept: ({ path }) => {
        requests += 1;
        if (moment.at !== 'request' || requests !== moment.number) return false;
        reached.add(path);
        abort.abort(reason);
        return true;
      },
      generate: (_, response) => {
        response.writeHead(200, { 'content-type': 'application/x-ndjson' });
        for (let number = 1; number <= moment.number; number += 1) response.write(line(`${number} `));
        if (moment.at === 'line') abort.abort(reason);
      },
    });
    await assert.rejects(all(engine.generate(fill, abort.signal)), error => error === reason);
    await server.givenUp;
    closes += server.givenUpCount();
    const asked = server.received.length;
    await new Promise(setImmediate);
    assert.equal(server.received.length, asked);
  }
  assert.equal(closes, 100);
  assert.deepEqual([...reached].toSorted(), ['/api/generate', '/api/ps', '/api/show', '/api/tags', '/api/version']);
});

test('stopping as a piece arrives closes the connection, whichever piece it is', async t => {
  for (let stopAt = 0; stopAt < 20; stopAt += 1) {
    const abort = new AbortController();
    const { server, engine } = await setUp(t, {
      generate: (_, response) => {
        response.writeHead(200, { 'content-type': 'application/x-ndjson' });
        response.write(line('x').repeat(40));
      },
    });
    let pieces = 0;
    const reading = (async () => {
      for await (const piece of engine.generate(fill, abort.signal)) {
        if (piece.kind === 'text' && pieces++ === stopAt) abort.abort();
      }
    })();
    await assert.rejects(reading, { name: 'AbortError' });
    await server.givenUp;
    assert.equal(pieces, stopAt + 1);
  }
});

test('stopping a request that waits behind another leaves the other alone', async t => {
  const abort = new AbortController();
  const both: ServerResponse[] = [];
  const { server, engine } = await setUp(t, {
    generate: (_, response) => {
      both.push(response);
      // One at a time, as Ollama does by default: the second gets no header until the first is done.
      if (both.length === 2) abort.abort();
    },
  });
  const first = all(engine.generate(fill, never));
  while (both.length === 0) await new Promise(setImmediate);
  await assert.rejects(all(engine.generate(chat, abort.signal)), { name: 'AbortError' });
  await server.givenUp;
  both[0]?.end(`${line('x')}{"response":"","done":true,"done_reason":"stop"}\n`);
  assert.equal((await first).at(-1)?.kind, 'end');
  assert.equal(server.givenUpCount(), 1);
});

test('leaving the iteration closes the connection', async t => {
  const { server, engine } = await setUp(t, {
    generate: (_, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write(line('x').repeat(40));
    },
  });
  for await (const piece of engine.generate(fill, never)) if (piece.kind === 'text') break;
  await server.givenUp;
});

test('stopping a preload while the model is being loaded closes the connection', async t => {
  const abort = new AbortController();
  const { server, engine } = await setUp(t, {
    intercept: ({ path }) => {
      if (path === '/api/generate') abort.abort();
      return path === '/api/generate';
    },
  });
  await assert.rejects(engine.preload('chat', abort.signal), { name: 'AbortError' });
  await server.givenUp;
});

test('what was stopped before it began asks nobody', async t => {
  const { server, engine } = await setUp(t);
  await assert.rejects(all(engine.generate(fill, AbortSignal.abort())), { name: 'AbortError' });
  await assert.rejects(engine.preload('chat', AbortSignal.abort()), { name: 'AbortError' });
  assert.equal(server.received.length, 0);
});
