import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createNet } from '../../../src/engines/net.ts';
import { readGenerated } from '../../../src/engines/ollama/stream.ts';
import type { Piece } from '../../../src/shared/engine.ts';
import { silent } from '../../../src/shared/log.ts';
import { all, cutBy, cutEvery, written } from '../../fakes/chunks.ts';
import { sendJson, startServer } from '../../fakes/loopbackServer.ts';
import { transcript } from '../../fakes/transcript.ts';
import { generateBodies } from '../../fakes/ollamaServer.ts';
import { engineAt, kinds, setUp, stream } from './ollamaSetUp.ts';
import { chat, fill, never } from './requests.ts';

const rawFim = transcript('ollama/generate-raw-fim.ndjson');
const think = transcript('ollama/generate-think.ndjson');
const chatThink = transcript('ollama/chat-r1-think.ndjson');
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
    for (const body of [think, chatThink]) {
      assert.deepEqual(await read(cutEvery(size, body)), await read(cutEvery(100_000, body)));
    }
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
  const { raw, stream: streams, truncate, shift, think: thinks, keep_alive } = body;
  assert.deepEqual(
    { raw, streams, truncate, shift, thinks, keep_alive },
    { raw: true, streams: true, truncate: false, shift: false, thinks: false, keep_alive: '10m' },
  );
});

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
