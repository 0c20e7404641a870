import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test, type TestContext } from 'node:test';
import { createNet } from '../../../src/engines/net.ts';
import { createOllamaEngine } from '../../../src/engines/ollama.ts';
import { createServerEngine } from '../../../src/engines/openai.ts';
import type { Engine, GenerateRequest } from '../../../src/shared/engine.ts';
import { silent } from '../../../src/shared/log.ts';
import { all } from '../../fakes/chunks.ts';
import { startLlamaServer } from '../../fakes/llamaServer.ts';
import type { Received } from '../../fakes/loopbackServer.ts';
import { startOllama } from '../../fakes/ollamaServer.ts';
import type { ServerResponse } from 'node:http';

const never = new AbortController().signal;
const secret: GenerateRequest = {
  purpose: 'completion',
  prompt: ['secret prompt'],
  maxTokens: 9,
  sampling: { temperature: 0, topP: 1 },
};

/** Somewhere a prompt must not come: it takes every connection and keeps what it is sent. */
async function startTrap(t: TestContext) {
  const seen = { connections: 0, bytes: '' };
  const server = createServer(socket => {
    seen.connections += 1;
    socket.on('error', () => socket.destroy());
    socket.on('data', data => {
      seen.bytes += data.toString('latin1');
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return { seen, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const statuses = [300, 301, 302, 303, 305, 307, 308];
const targets = [
  (address: string) => `${address}/stolen`,
  (address: string) => address.replace('http:', ''),
  (address: string) => address.replace('//', '//user:name@'),
  (address: string) => address.replace('127.0.0.1', 'localhost'),
];

test('0 bytes of a prompt reach the target of 56 redirects', async t => {
  const trap = await startTrap(t);
  let turn = 0;
  const redirect = (_: Received, response: ServerResponse): void => {
    const target = targets[Math.floor(turn / statuses.length) % targets.length] ?? String;
    response.writeHead(statuses[turn % statuses.length] ?? 307, { location: target(trap.address) });
    response.end();
    turn += 1;
  };
  const ollama = await startOllama({ generate: redirect });
  const server = await startLlamaServer({ completion: redirect });
  const common = { models: {}, chatContextLength: 0, keepAlive: 10, log: silent, net: createNet({ log: silent }) };
  const engines: readonly Engine[] = [
    createOllamaEngine({ ...common, address: ollama.address }),
    createServerEngine({ ...common, address: server.address }),
  ];
  t.after(() => Promise.all([...engines.map(engine => engine.dispose()), ollama.stop(), server.stop()]));
  for (const engine of engines) {
    for (let time = 0; time < statuses.length * targets.length; time += 1) {
      await assert.rejects(all(engine.generate(secret, never)), { kind: 'redirected' });
    }
  }
  assert.equal(turn, 56);
  assert.deepEqual(trap.seen, { connections: 0, bytes: '' });
});

test('0 bytes of 50 prompts reach a proxy of the environment, which Node itself would take', async t => {
  const trap = await startTrap(t);
  const ollama = await startOllama();
  const server = await startLlamaServer();
  t.after(() => Promise.all([ollama.stop(), server.stop()]));
  const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'];
  const proxies = Object.fromEntries(names.map(name => [name, trap.address]));
  const sender = spawn(
    process.execPath,
    [join(import.meta.dirname, '../../fakes/promptSender.ts'), ollama.address, server.address, '25'],
    {
      env: { ...process.env, ...proxies, NODE_USE_ENV_PROXY: '1', NO_PROXY: '', no_proxy: '', NODE_TEST_CONTEXT: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  assert.equal(await text(sender.stdout), '50');
  assert.equal(trap.seen.connections, 1);
  assert.match(trap.seen.bytes, /^GET \S*\/control /);
  assert.ok(!trap.seen.bytes.includes('secret'));
  const prompts = [...ollama.received, ...server.received].filter(({ body }) => body.includes('secret prompt'));
  assert.equal(prompts.length, 50);
});
