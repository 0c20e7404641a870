import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { createNet } from '../../../src/engines/net.ts';
import type { GenerateRequest } from '../../../src/shared/engine.ts';
import { silent } from '../../../src/shared/log.ts';
import { startFaultyServer, type Fault } from '../../fakes/faultyServer.ts';
import { dialects, streaming, type Dialect } from './faultCases.ts';

const times = 100;
const options = { timeout: 60_000 };
const request: GenerateRequest = {
  purpose: 'completion',
  prompt: ['a'],
  maxTokens: 9,
  sampling: { temperature: 0, topP: 1 },
};

/** Counts the connections that a server sees closed after a Stop, and the longest it took to see it. */
class Closes {
  count = 0;
  longest = 0;
  #stoppedAt = 0;
  #seen = Promise.withResolvers<void>();

  watch(socket: Socket): void {
    socket.once('close', () => {
      this.count += 1;
      this.longest = Math.max(this.longest, performance.now() - this.#stoppedAt);
      this.#seen.resolve();
    });
  }

  /** Aborts; the promise resolves when the server has seen it. */
  stop(abort: AbortController, reason: Error): Promise<void> {
    this.#seen = Promise.withResolvers();
    this.#stoppedAt = performance.now();
    abort.abort(reason);
    return this.#seen.promise;
  }

  report(t: TestContext): void {
    assert.equal(this.count, times);
    t.diagnostic(`the server saw ${this.count} of ${times} closed, after at most ${this.longest.toFixed(1)} ms`);
  }
}

/** Asks again and again, and stops each stream at a moment of the connection. */
async function stopEach(
  t: TestContext,
  dialect: Dialect,
  closes: Closes,
  when: (socket: Socket, stop: () => void) => void,
): Promise<void> {
  const healthy = await dialect.start();
  let stop = (): void => undefined;
  const fault: Fault = socket => {
    closes.watch(socket);
    when(socket, () => stop());
  };
  const server = await startFaultyServer(healthy, path => path === dialect.route, fault);
  const engine = dialect.engine(server.address, createNet({ log: silent }));
  t.after(() => Promise.all([engine.dispose(), server.stop(), healthy.stop()]));
  for (let time = 0; time < times; time += 1) {
    const abort = new AbortController();
    const reason = new Error(`stop ${time}`);
    const seen = Promise.withResolvers<void>();
    stop = () => void closes.stop(abort, reason).then(seen.resolve);
    const reading = (async () => {
      for await (const piece of engine.generate(request, abort.signal)) {
        assert.ok(!abort.signal.aborted, 'a piece after Stop');
        if (piece.kind === 'text') stop();
      }
    })();
    await assert.rejects(reading, error => error === reason);
    await seen.promise;
  }
  await server.allClosed();
}

for (const [name, dialect] of Object.entries(dialects)) {
  test(`${name} sees the close of each stream stopped before its first header`, options, async t => {
    const closes = new Closes();
    await stopEach(t, dialect, closes, (_, stop) => stop());
    closes.report(t);
  });

  test(`${name} sees the close of each stream stopped in the middle, and no piece comes after`, options, async t => {
    const closes = new Closes();
    const tokens = dialect.token(' three').repeat(500);
    await stopEach(t, dialect, closes, socket => void socket.write(streaming + tokens));
    closes.report(t);
  });
}

/** Takes connections and says nothing, so that a secure connection never comes to stand. */
async function startSilentServer(t: TestContext, onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer(socket => {
    socket.on('error', () => socket.destroy());
    socket.resume();
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

test('a server sees the close of each connection stopped while it is being made', options, async t => {
  const closes = new Closes();
  let connected = (): void => undefined;
  const port = await startSilentServer(t, socket => {
    closes.watch(socket);
    connected();
  });
  const net = createNet({ log: silent });
  for (let time = 0; time < times; time += 1) {
    const abort = new AbortController();
    const reason = new Error(`stop ${time}`);
    const isConnected = new Promise<void>(resolve => (connected = resolve));
    const asking = net.ask({ method: 'POST', url: new URL(`https://127.0.0.1:${port}/`), body: 'a' }, abort.signal);
    const rejected = assert.rejects(asking, error => error === reason);
    await isConnected;
    await Promise.all([closes.stop(abort, reason), rejected]);
  }
  assert.ok(net.activity().every(({ sentBytes, ms }) => sentBytes === 0 && ms !== undefined));
  closes.report(t);
});

test('a request stopped in the moment it is made leaves no connection and sends nothing', options, async t => {
  const open = new Set<Socket>();
  let bytes = 0;
  let wake = (): void => undefined;
  const port = await startSilentServer(t, socket => {
    open.add(socket);
    socket.on('data', data => (bytes += data.length));
    socket.once('close', () => {
      open.delete(socket);
      wake();
    });
  });
  const net = createNet({ log: silent });
  for (let time = 0; time < times; time += 1) {
    const abort = new AbortController();
    const reason = new Error(`stop ${time}`);
    const asking = net.ask({ method: 'POST', url: new URL(`http://127.0.0.1:${port}/`), body: 'a' }, abort.signal);
    abort.abort(reason);
    await assert.rejects(asking, error => error === reason);
  }
  while (open.size > 0) await new Promise<void>(resolve => (wake = resolve));
  assert.equal(bytes, 0);
});
