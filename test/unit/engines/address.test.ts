import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopback, routeOf } from '../../../src/engines/address.ts';

const routes: readonly (readonly [string, string])[] = [
  ['http://127.0.0.1:11434', 'http://127.0.0.1:11434/api/tags'],
  ['http://127.0.0.1:11434/', 'http://127.0.0.1:11434/api/tags'],
  ['localhost:11434', 'http://127.0.0.1:11434/api/tags'],
  ['http://localhost:1234/v1', 'http://127.0.0.1:1234/api/tags'],
  ['http://LOCALHOST:1234/v1/', 'http://127.0.0.1:1234/api/tags'],
  ['0.0.0.0:11434', 'http://127.0.0.1:11434/api/tags'],
  ['http://[::1]:8080', 'http://[::1]:8080/api/tags'],
  ['https://gpu.example:8443/llm/', 'https://gpu.example:8443/llm/api/tags'],
];

for (const [address, url] of routes) {
  test(`the address "${address}" leads to ${url}`, () => assert.equal(routeOf(address, '/api/tags').href, url));
}

for (const address of ['', 'http://', 'file:///etc/passwd', 'ftp://127.0.0.1', 'http://a b']) {
  test(`"${address}" is told to be no address`, () =>
    assert.throws(() => routeOf(address, '/'), { kind: 'unreachable', facts: { address, message: 'not an address' } }));
}

test('only literal addresses of this machine are local', () => {
  for (const host of ['127.0.0.1', '127.8.0.1', '::1', '[::1]', '::ffff:127.0.0.1']) assert.ok(isLoopback(host), host);
  for (const host of ['localhost', '127.0.0.1.evil.example', 'x127.0.0.1', '10.0.0.1', '0.0.0.0', '::', '']) {
    assert.ok(!isLoopback(host), host);
  }
});
