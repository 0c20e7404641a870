import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import * as fc from 'fast-check';
import { createNet } from '../../../src/engines/net.ts';
import { pullModel, type PullProgress } from '../../../src/engines/ollama/pull.ts';
import { silent } from '../../../src/shared/log.ts';
import { all } from '../../fakes/chunks.ts';
import { sendJson, sendStream, startServer, type Answer } from '../../fakes/loopbackServer.ts';
import { transcript } from '../../fakes/transcript.ts';
import { startOllamaLibrary } from '../../fakes/ollamaLibrary.ts';

const never = new AbortController().signal;
const net = createNet({ log: silent });
const parts = [
  { digest: `sha256:${'a'.repeat(64)}`, bytes: 100_000 },
  { digest: `sha256:${'b'.repeat(64)}`, bytes: 1_200 },
  { digest: `sha256:${'c'.repeat(64)}`, bytes: 77 },
];
const size = 101_277;

const isMonotonic = (progress: readonly PullProgress[]): boolean =>
  progress.every(({ doneBytes, totalBytes }, at) => {
    const before = progress[at - 1] ?? { doneBytes: 0, totalBytes: 0 };
    return doneBytes >= before.doneBytes && totalBytes >= before.totalBytes && doneBytes <= totalBytes;
  });

async function answering(t: TestContext, answer: Answer): Promise<string> {
  const server = await startServer(answer);
  t.after(() => server.stop());
  return server.address;
}

const pullOf = (address: string, signal = never): AsyncIterable<PullProgress> =>
  pullModel('deepseek-r1:7b', { address, net }, signal);

const lines = (...values: readonly object[]): string => values.map(one => `${JSON.stringify(one)}\n`).join('');

test('a pull tells how far all parts together are, and ends with success', async t => {
  const library = await startOllamaLibrary(parts, { step: 9_000 });
  t.after(() => library.stop());
  const progress = await all(pullOf(library.address));
  assert.deepEqual(progress[0], { status: 'pulling manifest', doneBytes: 0, totalBytes: 0 });
  assert.deepEqual(progress.at(-1), { status: 'success', doneBytes: size, totalBytes: size });
  assert.ok(isMonotonic(progress));
  assert.deepEqual(
    library.received.map(({ method, path, body }) => [method, path, JSON.parse(body)]),
    [['POST', '/api/pull', { model: 'deepseek-r1:7b', stream: true }]],
  );
});

test('a pull that was stopped goes on where it was, at 50 of 50 moments', async t => {
  let closes = 0;
  for (const stopAt of fc.sample(fc.integer({ min: 1, max: 11 }), { seed: 5, numRuns: 50 })) {
    const abort = new AbortController();
    const reason = new Error('stopped');
    const afterStep = (steps: number): Promise<void> | undefined => {
      if (steps !== stopAt) return undefined;
      abort.abort(reason);
      return library.givenUp;
    };
    const library = await startOllamaLibrary(parts, { step: 10_000, afterStep });
    t.after(() => library.stop());
    await assert.rejects(all(pullOf(library.address, abort.signal)), error => error === reason);
    await library.givenUp;
    closes += library.givenUpCount();
    const before = [...library.downloaded.values()].reduce((sum, done) => sum + done, 0);
    assert.ok(before > 0 && before < size);
    const progress = await all(pullOf(library.address));
    assert.ok(progress.some(({ doneBytes }) => doneBytes > 0));
    assert.ok((progress.find(({ doneBytes }) => doneBytes > 0)?.doneBytes ?? 0) >= Math.min(before, 100_000));
    assert.equal(progress.at(-1)?.doneBytes, size);
    assert.ok(isMonotonic(progress));
  }
  assert.equal(closes, 50);
});

test('a part that is begun again takes nothing back', async t => {
  const digest = 'sha256:a';
  const address = await answering(t, (_, response) =>
    sendStream(
      response,
      'application/x-ndjson',
      lines(
        { status: 'pulling a', digest, total: 10 },
        { status: 'pulling a', digest, total: 10, completed: 8 },
        { status: 'pulling a', digest, total: 10, completed: 2 },
        { status: 'pulling b', digest: 'sha256:b', total: 5, completed: 5 },
        { status: 'success' },
      ),
    ),
  );
  const progress = await all(pullOf(address));
  assert.deepEqual(
    progress.map(({ doneBytes, totalBytes }) => [doneBytes, totalBytes]),
    [
      [0, 10],
      [8, 10],
      [8, 10],
      [13, 15],
      [13, 15],
    ],
  );
});

test('stopping before the first header closes the connection', async t => {
  const abort = new AbortController();
  const server = await startServer(() => abort.abort());
  t.after(() => server.stop());
  await assert.rejects(all(pullOf(server.address, abort.signal)), { name: 'AbortError' });
  await server.givenUp;
});

test('nothing is told after a stop, though more has arrived', async t => {
  const abort = new AbortController();
  const address = await answering(t, (_, response) =>
    sendStream(response, 'application/x-ndjson', lines({ status: 'one' }, { status: 'two' }, { status: 'success' })),
  );
  const told: string[] = [];
  const reading = (async () => {
    for await (const { status } of pullOf(address, abort.signal)) {
      told.push(status);
      abort.abort();
    }
  })();
  await assert.rejects(reading, { name: 'AbortError' });
  assert.deepEqual(told, ['one']);
});

for (const name of [
  'hf.co/someone/model-GGUF',
  'https://example.invalid/model',
  '127.0.0.1:9/library/x',
  'localhost:5000/x',
  'example.invalid/x',
  'a/b/c',
  'deepseek-v3.1:671b-cloud',
  'glm-4.6:cloud',
]) {
  test(`"${name}" is not pulled, and nothing is sent`, async t => {
    const server = await startServer((_, response) => response.end());
    t.after(() => server.stop());
    await assert.rejects(all(pullModel(name, { address: server.address, net }, never)), { kind: 'modelInCloud' });
    assert.equal(server.received.length, 0);
  });
}

for (const name of ['deepseek-r1', 'deepseek-r1:7b', 'someone/model', 'someone/model:v1.2']) {
  test(`"${name}" is of Ollama’s own library`, async t => {
    const address = await answering(t, (_, response) =>
      sendStream(response, 'application/x-ndjson', lines({ status: 'success' })),
    );
    assert.equal((await all(pullModel(name, { address, net }, never))).length, 1);
  });
}

const bodies: readonly (readonly [string, number, string, string, RegExp])[] = [
  ['an error after HTTP 200', 200, transcript('ollama/pull-unreachable.ndjson'), 'serverRefused', /connection refused/],
  ['an error', 500, '{"error":"pull model manifest: file does not exist"}', 'serverRefused', /file does not exist/],
  ['an end without success', 200, lines({ status: 'pulling manifest' }), 'badReply', /ended in the middle/],
  ['an empty body', 200, '', 'badReply', /ended in the middle/],
  ['a line that is cut off', 200, '{"status":"pulling man', 'badReply', /middle of a line/],
  ['a damaged line', 200, '{"status":"pulling man\n', 'badReply', /not JSON/],
  ['a line of another form', 200, '{"status":7}\n', 'badReply', /another form/],
  ['a page of HTML', 200, '<html>\n', 'badReply', /not JSON/],
];

for (const [what, status, body, kind, words] of bodies) {
  test(`${what} ends a pull in ${kind}`, async t => {
    const address = await answering(t, (_, response) => sendJson(response, status, body));
    await assert.rejects(all(pullOf(address)), { kind, message: words });
  });
}

test('a pull from a server that does not run is unreachable', async () => {
  const server = await startServer(() => undefined);
  await server.stop();
  await assert.rejects(all(pullOf(server.address)), { kind: 'unreachable' });
});
