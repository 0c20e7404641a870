import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { connect, createServer, type AddressInfo, type Socket, type TcpNetConnectOpts } from 'node:net';
import { test, type TestContext } from 'node:test';
import { readJsonLines } from '../../../src/engines/lines.ts';
import { createNet, type Limits, type Net, type NetAnswer, type NetQuestion } from '../../../src/engines/net.ts';
import { describeRequest } from '../../../src/engines/networkActivity.ts';
import { Failure } from '../../../src/shared/failure.ts';
import { silent } from '../../../src/shared/log.ts';
import { all } from '../../fakes/chunks.ts';
import { startServer, type Answer, type LoopbackServer } from '../../fakes/loopbackServer.ts';

const never = new AbortController().signal;
const net = (limits: Partial<Limits> = {}): Net => createNet({ log: silent, limits });

async function serverOf(t: TestContext, answer: Answer): Promise<LoopbackServer> {
  const server = await startServer(answer);
  t.after(() => server.stop());
  return server;
}

/** A server below HTTP: it writes what it is told as soon as something arrives. */
async function rawServerOf(t: TestContext, reply: (socket: Socket) => void): Promise<string> {
  const server = createServer(socket => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => reply(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const get = (address: string, path = '/'): NetQuestion => ({ method: 'GET', url: new URL(path, address) });
const post = (address: string, body: string): NetQuestion => ({ method: 'POST', url: new URL('/p', address), body });
const textOf = async (answer: NetAnswer): Promise<string> => Buffer.concat(await all(answer.bytes)).toString();

test('a request brings back status, content type and the whole body, and is written down', async t => {
  const server = await serverOf(t, (_, response) => {
    response.writeHead(201, { 'content-type': 'text/plain' });
    response.end('grüße');
  });
  const door = net();
  const answer = await door.ask(post(server.address, 'ü12'), never);
  assert.equal(answer.status, 201);
  assert.equal(answer.contentType, 'text/plain');
  assert.equal(await textOf(answer), 'grüße');
  assert.equal(server.received[0]?.body, 'ü12');
  const [entry] = door.activity();
  assert.equal(entry?.host, new URL(server.address).host);
  assert.deepEqual(
    [entry?.method, entry?.path, entry?.sentBytes, entry?.receivedBytes, entry?.status, typeof entry?.ms],
    ['POST', '/p', 4, 7, 201, 'number'],
  );
});

test('a host that is not this machine is refused before anything is sent', async () => {
  const door = net();
  for (const host of ['example.invalid', '127.0.0.1.example.invalid', '10.1.2.3', '0.0.0.0']) {
    await assert.rejects(door.ask(get(`http://${host}:1`), never), { kind: 'notLocal' });
  }
  assert.equal(door.activity().length, 0);
});

test('a refusal names the host a person could allow, without port, and holds no secret', async () => {
  const hosts: readonly (readonly [address: string, host: string])[] = [
    ['http://GPU.example:8080', 'gpu.example'],
    ['https://gpu.example', 'gpu.example'],
    ['http://user:sekret@gpu.example/?key=sekret', 'gpu.example'],
    ['http://bücher.example', 'xn--bcher-kva.example'],
    ['http://gpu.example.', 'gpu.example.'],
    ['http://[2001:db8::1]:80', '[2001:db8::1]'],
    ['http://[::ffff:10.1.2.3]', '[::ffff:a01:203]'],
    ['http://0xA.1.2.3', '10.1.2.3'],
  ];
  for (const [address, host] of hosts) {
    const refused = net().ask(get(address, '/?key=sekret'), never);
    await assert.rejects(refused, error => {
      assert.ok(error instanceof Failure && !error.message.includes('sekret'));
      assert.deepEqual([error.kind, error.facts], ['notLocal', { address: new URL(address).origin, host }]);
      return true;
    });
  }
});

test('a name and a password in a URL are neither sent nor written down', async t => {
  const server = await serverOf(t, (_, response) => response.end('hello'));
  const door = net();
  const url = new URL('/p?key=sekret', server.address.replace('127.', 'user:sekret@127.'));
  await textOf(await door.ask({ method: 'DELETE', url }, never));
  assert.deepEqual([server.received[0]?.method, server.received[0]?.headers['authorization']], ['DELETE', undefined]);
  assert.ok(!JSON.stringify(door.activity()).includes('sekret'));
  assert.ok(!describeRequest(door.activity()[0] ?? assert.fail()).includes('sekret'));
});

test('this machine is asked in each way of writing its address', async t => {
  const server = await serverOf(t, (_, response) => response.end('hello'));
  const { port } = new URL(server.address);
  for (const host of ['127.1', '2130706433', '0x7f.0.0.1', '[::ffff:127.0.0.1]']) {
    assert.equal(await textOf(await net().ask(get(`http://${host}:${port}`), never)), 'hello', host);
  }
});

const otherThanLiteral = { skip: process.platform === 'win32' };

test('a host that a person allowed is asked at any port, and the log says where it is', otherThanLiteral, async t => {
  const server = await serverOf(t, (_, response) => response.end('hello'));
  const asked: string[] = [];
  const logged: string[] = [];
  const door = createNet({
    log: (event, facts) => logged.push(`${event} ${JSON.stringify(facts)}`),
    isAllowed: host => asked.push(host) > 0,
  });
  const address = server.address.replace('127.0.0.1', '0.0.0.0');
  assert.equal(await textOf(await door.ask(get(address), never)), 'hello');
  assert.deepEqual(asked, ['0.0.0.0']);
  assert.deepEqual(logged, [`net.connected {"host":"${new URL(address).host}","peer":"127.0.0.1"}`]);
});

test('a consent that is taken back counts for the next request', otherThanLiteral, async t => {
  const server = await serverOf(t, (_, response) => response.end('hello'));
  const address = server.address.replace('127.0.0.1', '0.0.0.0');
  const allowed = new Set(['0.0.0.0']);
  const door = createNet({ log: silent, isAllowed: host => allowed.has(host) });
  await textOf(await door.ask(get(address), never));
  allowed.clear();
  await assert.rejects(door.ask(get(address), never), { kind: 'notLocal' });
  assert.equal(server.received.length, 1);
});

test('nothing is sent when the other end of the connection is not on this machine', async t => {
  const server = await serverOf(t, (_, response) => response.end('hello'));
  t.mock.method(http.Agent.prototype, 'createConnection', (options: TcpNetConnectOpts) =>
    Object.defineProperty(connect(options), 'remoteAddress', { value: '203.0.113.9' }),
  );
  const door = net();
  await assert.rejects(door.ask(post(server.address, 'secret'), never), {
    kind: 'notLocal',
    facts: { address: server.address, host: '127.0.0.1', peer: '203.0.113.9' },
  });
  assert.equal(server.received.length, 0);
  assert.equal(door.activity()[0]?.sentBytes, 0);
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`a redirect ${status} to another host carries no byte there`, async t => {
    const other = await serverOf(t, (_, response) => response.end());
    const server = await serverOf(t, (_, response) => {
      response.writeHead(status, { location: `${other.address}/stolen` });
      response.end();
    });
    await assert.rejects(net().ask(post(server.address, 'secret'), never), {
      kind: 'redirected',
      facts: { address: server.address, status, target: other.address },
    });
    assert.equal(server.received.length, 1);
    assert.equal(other.received.length, 0);
  });
}

test('neither a replaced http.request or fetch nor a proxy in the environment sees a request', async t => {
  const proxy = await serverOf(t, (_, response) => response.end());
  const server = await serverOf(t, (_, response) => response.end('hello'));
  let replaced = 0;
  const count = (): never => {
    replaced += 1;
    throw new Error('replaced');
  };
  t.mock.method(http, 'request', count);
  t.mock.method(globalThis, 'fetch', count);
  for (const name of ['HTTP_PROXY', 'http_proxy', 'NODE_USE_ENV_PROXY']) {
    const before = process.env[name];
    process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : proxy.address;
    t.after(() => (before === undefined ? delete process.env[name] : (process.env[name] = before)));
  }
  assert.equal(await textOf(await net().ask(get(server.address), never)), 'hello');
  assert.deepEqual([replaced, proxy.received.length, server.received.length], [0, 0, 1]);
});

test('aborting before the headers closes the socket and throws the reason', async t => {
  const abort = new AbortController();
  const reason = new Error('stopped by the person');
  const server = await serverOf(t, () => abort.abort(reason));
  await assert.rejects(net().ask(get(server.address), abort.signal), error => error === reason);
  await server.givenUp;
  assert.equal(server.givenUpCount(), 1);
});

test('aborting in the middle of a body closes the socket and throws the reason', async t => {
  const abort = new AbortController();
  const reason = new Error('stopped by the person');
  const server = await serverOf(t, (_, response) => response.write('first'));
  const door = net();
  const answer = await door.ask(get(server.address), abort.signal);
  const read: string[] = [];
  const reading = (async () => {
    for await (const chunk of answer.bytes) {
      read.push(Buffer.from(chunk).toString());
      abort.abort(reason);
    }
  })();
  await assert.rejects(reading, error => error === reason);
  await server.givenUp;
  assert.deepEqual(read, ['first']);
  assert.equal(typeof door.activity()[0]?.ms, 'number');
});

test('aborting between the headers and the reading of the body is told when it is read', async t => {
  const abort = new AbortController();
  const reason = new Error('stopped by the person');
  const server = await serverOf(t, (_, response) => response.write('first'));
  const answer = await net().ask(get(server.address), abort.signal);
  abort.abort(reason);
  await server.givenUp;
  await assert.rejects(all(answer.bytes), error => error === reason);
});

test('a signal that is already aborted opens no connection', async t => {
  const server = await serverOf(t, (_, response) => response.end());
  const door = net();
  const reason = new Error('too late');
  await assert.rejects(door.ask(get(server.address), AbortSignal.abort(reason)), error => error === reason);
  assert.deepEqual([server.received.length, door.activity().length], [0, 0]);
});

test('breaking off a body closes the socket', async t => {
  const server = await serverOf(t, (_, response) => response.write('endless'));
  const answer = await net().ask(get(server.address), never);
  for await (const chunk of answer.bytes) {
    assert.equal(Buffer.from(chunk).toString(), 'endless');
    break;
  }
  await server.givenUp;
});

test('an address where nothing listens is unreachable', async t => {
  const server = await serverOf(t, (_, response) => response.end());
  await server.stop();
  await assert.rejects(net().ask(get(server.address), never), {
    kind: 'unreachable',
    facts: { address: server.address, why: 'nothingListens', message: 'ECONNREFUSED' },
  });
});

test('a server that never answers is given up after the time for the first byte', async t => {
  const server = await serverOf(t, () => undefined);
  await assert.rejects(net().ask({ ...get(server.address), firstByte: 30 }, never), {
    kind: 'unreachable',
    facts: { address: server.address, why: 'noAnswer', message: 'no answer within 0.03 s' },
  });
  await server.givenUp;
});

test('a server that falls silent in the middle of a body is given up', async t => {
  const server = await serverOf(t, (_, response) => response.write('one'));
  const answer = await net({ idle: 30 }).ask(get(server.address), never);
  await assert.rejects(all(answer.bytes), {
    kind: 'badReply',
    facts: { address: server.address, why: 'silent', message: 'nothing whole came within 0.03 s' },
  });
  await server.givenUp;
});

test('a question may allow for a longer silence than usual', async t => {
  const server = await serverOf(t, (_, response) => {
    response.write('one');
    setTimeout(() => response.end('two'), 150);
  });
  const question = { ...get(server.address), idle: 60_000 };
  assert.equal(await textOf(await net({ idle: 30 }).ask(question, never)), 'onetwo');
});

test('a slow reader is no silence of the server', async t => {
  const server = await serverOf(t, (_, response) => {
    response.write('one');
    setTimeout(() => response.end('two'), 5);
  });
  const answer = await net({ idle: 400 }).ask(get(server.address), never);
  let read = '';
  for await (const chunk of answer.bytes) {
    if (read === '') await new Promise(resolve => setTimeout(resolve, 600));
    read += Buffer.from(chunk).toString();
  }
  assert.equal(read, 'onetwo');
});

test('a line that does not end is given up, however often a byte of it comes', async t => {
  const server = await serverOf(t, (_, response) => {
    response.write('one\n');
    const timer = setInterval(() => response.write('x'), 20);
    response.once('close', () => clearInterval(timer));
  });
  const answer = await net({ line: 200 }).ask(get(server.address), never);
  await assert.rejects(all(answer.bytes), {
    kind: 'badReply',
    facts: { address: server.address, why: 'silent', message: 'nothing whole came within 0.2 s' },
  });
  await server.givenUp;
});

test('what came before a fault reaches also a reader that was busy when it happened', async t => {
  const broken = Promise.withResolvers<void>();
  const address = await rawServerOf(t, socket => {
    socket.once('close', () => broken.resolve());
    socket.write('HTTP/1.1 200 OK\r\n\r\none');
    setTimeout(() => socket.write('two'), 20);
    setTimeout(() => socket.write('three', () => setTimeout(() => socket.resetAndDestroy(), 20)), 40);
  });
  const answer = await net().ask(get(address), never);
  let read = '';
  const reading = (async () => {
    for await (const chunk of answer.bytes) {
      if (read === '') {
        await broken.promise;
        for (let turns = 0; turns < 10; turns += 1) await new Promise(resolve => setTimeout(resolve, 5));
      }
      read += Buffer.from(chunk).toString();
    }
  })();
  await assert.rejects(reading, { kind: 'badReply' });
  assert.equal(read, 'onetwothree');
});

test('a line of 200 MB is given up after about 1 MiB, and the connection closed', async t => {
  const megabyte = Buffer.alloc(1_000_000, 'x');
  let written = 0;
  const server = await serverOf(t, (_, response) => {
    const pour = (): void => {
      while (written < 200 && !response.destroyed) {
        written += 1;
        if (!response.write(megabyte)) return void response.once('drain', pour);
      }
      if (!response.destroyed) response.end();
    };
    pour();
  });
  const door = net();
  const answer = await door.ask(get(server.address), never);
  await assert.rejects(all(readJsonLines(answer.bytes, server.address)), { kind: 'badReply' });
  await server.givenUp;
  const read = door.activity()[0]?.receivedBytes ?? 0;
  assert.ok(read > 1024 * 1024 && read < 1.5 * 1024 * 1024, `${read} bytes`);
  t.diagnostic(`${read} bytes read`);
});

test('a body that the server cuts off is damaged', async t => {
  const server = await serverOf(t, (_, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('half', () => response.destroy());
  });
  const answer = await net().ask(get(server.address), never);
  await assert.rejects(all(answer.bytes), {
    kind: 'badReply',
    facts: { address: server.address, why: 'endedEarly', message: 'it ended in the middle' },
  });
});

test('something that does not speak HTTP is a bad reply', async t => {
  const address = await rawServerOf(t, socket => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
  await assert.rejects(net().ask(get(address), never), { kind: 'badReply' });
});

test('a connection that is closed without an answer is unreachable', async t => {
  const address = await rawServerOf(t, socket => socket.destroy());
  await assert.rejects(net().ask(get(address), never), { kind: 'unreachable' });
});

test('the last 200 requests are remembered, oldest first', async t => {
  const server = await serverOf(t, (_, response) => response.end());
  const door = net();
  for (let index = 0; index < 203; index += 1) await textOf(await door.ask(get(server.address, `/${index}`), never));
  const paths = door.activity().map(({ path }) => path);
  assert.equal(paths.length, 200);
  assert.deepEqual([paths[0], paths.at(-1)], ['/3', '/202']);
});
