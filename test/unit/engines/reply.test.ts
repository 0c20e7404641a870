import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { createNet } from '../../../src/engines/net.ts';
import { readRefusal, readText } from '../../../src/engines/reply.ts';
import { silent } from '../../../src/shared/log.ts';
import { startServer } from '../../fakes/loopbackServer.ts';

const never = new AbortController().signal;

/** Lines for ever, each in time: no single wait is too long, only all of them together. */
function endlessLines(_: unknown, response: ServerResponse): void {
  response.writeHead(response.req.url === '/fails' ? 500 : 200);
  response.write('\uFEFFwords\n');
  const timer = setInterval(() => response.write('\n'), 20);
  response.once('close', () => clearInterval(timer));
}

test('a body that is wanted whole and never is gets given up, and the connection closed', async t => {
  const server = await startServer(endlessLines);
  t.after(() => server.stop());
  const net = createNet({ log: silent, limits: { whole: 200 } });
  const answer = await net.ask({ method: 'GET', url: new URL(server.address) }, never);
  await assert.rejects(readText(answer), {
    kind: 'badReply',
    facts: { address: server.address, why: 'silent', message: 'the answer was not whole within 0.2 s' },
  });
  await server.givenUp;
});

test('a refusal whose words never end is told by its status', async t => {
  const server = await startServer(endlessLines);
  t.after(() => server.stop());
  const net = createNet({ log: silent, limits: { whole: 200 } });
  const answer = await net.ask({ method: 'GET', url: new URL('/fails', server.address) }, never);
  const { kind, facts } = await readRefusal(answer);
  assert.deepEqual(
    { kind, facts },
    { kind: 'serverRefused', facts: { address: server.address, status: 500, message: 'it gave no reason' } },
  );
});

test('stopping while the words of a refusal are read throws the reason', async t => {
  const server = await startServer(endlessLines);
  t.after(() => server.stop());
  const abort = new AbortController();
  const reason = new Error('stopped');
  const answer = await createNet({ log: silent }).ask(
    { method: 'GET', url: new URL('/fails', server.address) },
    abort.signal,
  );
  const reading = assert.rejects(readRefusal(answer), error => error === reason);
  abort.abort(reason);
  await reading;
});
