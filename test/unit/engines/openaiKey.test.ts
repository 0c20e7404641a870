import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { keyedNet } from '../../../src/engines/keyedNet.ts';
import { createNet } from '../../../src/engines/net.ts';
import { describeRequest } from '../../../src/engines/networkActivity.ts';
import { readText } from '../../../src/engines/reply.ts';
import { refusalOf } from '../../../src/engines/refusal.ts';
import { Failure } from '../../../src/shared/failure.ts';
import { type Log, silent } from '../../../src/shared/log.ts';
import { all, written } from '../../fakes/chunks.ts';
import { startLlamaServer } from '../../fakes/llamaServer.ts';
import { startServer } from '../../fakes/loopbackServer.ts';
import { transcript } from '../../fakes/transcript.ts';
import { startOllama } from '../../fakes/ollamaServer.ts';
import { startVllm } from '../../fakes/vllmServer.ts';
import { engineOn } from './serverEngine.ts';
import { fill, never } from './requests.ts';

const canary = 'sk-canary-7f3a';
const coder = 'deepseek-coder-1.3b-base';
const key = (value: string | undefined) => async () => value;

test('the key goes with each request to the server', async t => {
  const llama = await startLlamaServer({ apiKey: canary });
  const vllm = await startVllm({ models: { [coder]: coder }, apiKey: canary });
  for (const server of [llama, vllm]) {
    const pieces = await all(engineOn(t, server, { apiKey: key(canary) }).generate(fill, never));
    assert.equal(written(pieces, 'text'), 'return a + b\n');
    assert.ok(server.received.every(({ headers }) => headers['authorization'] === `Bearer ${canary}`));
  }
});

test('an Ollama behind a gateway gets the key as well', async t => {
  const server = await startOllama();
  await all(engineOn(t, server, { apiKey: key(canary) }).generate(fill, never));
  assert.ok(server.received.every(({ headers }) => headers['authorization'] === `Bearer ${canary}`));
});

test('a missing key and a wrong one are what the server’s 401 says', async t => {
  for (const apiKey of [undefined, key(undefined), key(''), key('wrong')]) {
    const server = await startLlamaServer({ apiKey: canary });
    const { kind, facts } = refusalOf(server.address, 401, transcript('llama-server/key-missing.json'));
    const engine = engineOn(t, server, apiKey === undefined ? {} : { apiKey });
    await assert.rejects(all(engine.generate(fill, never)), { kind, facts });
    const { completion } = await engine.check(never);
    assert.ok(completion instanceof Failure);
    assert.equal(completion.kind, kind);
  }
});

test('a key that a person changes is used from the next request on', async t => {
  const server = await startLlamaServer({ apiKey: canary });
  let current = 'wrong';
  const engine = engineOn(t, server, { apiKey: async () => current });
  await assert.rejects(all(engine.generate(fill, never)));
  current = ` ${canary}\n`;
  assert.equal(written(await all(engine.generate(fill, never)), 'text'), 'return a + b\n');
});

/** Everything that could be shown or written down of an engine that succeeds and fails with a key. */
async function tracesOf(t: TestContext): Promise<string> {
  const traces: unknown[] = [];
  const log: Log = (event, facts) => traces.push([event, facts]);
  const net = createNet({ log });
  const works = await startLlamaServer({ apiKey: canary });
  const refuses = await startLlamaServer({ apiKey: 'other' });
  const gone = await startLlamaServer();
  await gone.stop();
  const unsendable = await startLlamaServer();
  for (const [server, sent] of [
    [works, canary],
    [refuses, canary],
    [gone, canary],
    [unsendable, `${canary}\u{1F511}`],
  ] as const) {
    const engine = engineOn(t, server, { apiKey: key(sent), log, net });
    traces.push(await engine.check(never));
    await all(engine.generate(fill, never)).catch((error: unknown) => {
      assert.ok(error instanceof Failure);
      traces.push([error.message, error.stack, error.facts, String(error.cause), (error.cause as Error)?.stack]);
    });
  }
  traces.push(net.activity(), net.activity().map(describeRequest));
  return JSON.stringify(traces);
}

test('the key is in no log, no failure and no line of network activity', async t => {
  const traces = await tracesOf(t);
  assert.ok(traces.includes('/completion') && traces.includes('server.recognised') && traces.includes('unreachable'));
  assert.ok(!traces.includes(canary));
});

test('the key is not shown at another address', async t => {
  const own = await startLlamaServer();
  const other = await startServer((_, response) => response.end('ok'));
  t.after(() => Promise.all([own.stop(), other.stop()]));
  const net = keyedNet(createNet({ log: silent }), own.address, key(canary));
  await readText(await net.ask({ method: 'GET', url: new URL(`${other.address}/x`) }, never));
  assert.equal(other.received[0]?.headers['authorization'], undefined);
  await readText(await net.ask({ method: 'GET', url: new URL(`${own.address}/x`) }, never));
  assert.equal(own.received[0]?.headers['authorization'], `Bearer ${canary}`);
});

test('stopping does not wait for a key ring that is locked', async t => {
  const server = await startLlamaServer();
  const abort = new AbortController();
  const reason = new Error('stopped');
  const apiKey = (): Promise<string> => {
    queueMicrotask(() => abort.abort(reason));
    return Promise.withResolvers<string>().promise;
  };
  await assert.rejects(all(engineOn(t, server, { apiKey }).generate(fill, abort.signal)), error => error === reason);
  assert.equal(server.received.length, 0);
});
