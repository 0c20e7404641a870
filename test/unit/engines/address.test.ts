import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopback, routeOf } from '../../../src/engines/address.ts';
import { Failure } from '../../../src/shared/failure.ts';

const routes: readonly (readonly [string, string])[] = [
  ['http://127.0.0.1:11434', 'http://127.0.0.1:11434/api/tags'],
  ['http://127.0.0.1:11434/', 'http://127.0.0.1:11434/api/tags'],
  ['localhost:11434', 'http://127.0.0.1:11434/api/tags'],
  ['http://localhost:1234/v1', 'http://127.0.0.1:1234/api/tags'],
  ['http://LOCALHOST:1234/v1/', 'http://127.0.0.1:1234/api/tags'],
  ['0.0.0.0:11434', 'http://127.0.0.1:11434/api/tags'],
  ['localhost.:11434', 'http://127.0.0.1:11434/api/tags'],
  ['http://[::]:11434', 'http://127.0.0.1:11434/api/tags'],
  ['http://[::1]:8080', 'http://[::1]:8080/api/tags'],
  ['http://[0:0:0:0:0:0:0:1]:8080', 'http://[::1]:8080/api/tags'],
  ['http://[::ffff:127.0.0.1]:8080', 'http://[::ffff:7f00:1]:8080/api/tags'],
  ['https://gpu.example:8443/llm/', 'https://gpu.example:8443/llm/api/tags'],
  ['HTTP://GPU.Example', 'http://gpu.example/api/tags'],
  ['gpu.example.:80', 'http://gpu.example./api/tags'],
  ['http://bücher.example', 'http://xn--bcher-kva.example/api/tags'],
  ['http://раypal.example', 'http://xn--ypal-43d9g.example/api/tags'],
  // An IPv4 address in all its ways of writing.
  ['http://127.1:8080', 'http://127.0.0.1:8080/api/tags'],
  ['http://2130706433:8080', 'http://127.0.0.1:8080/api/tags'],
  ['http://0x7f.1:8080', 'http://127.0.0.1:8080/api/tags'],
  ['http://0177.0.0.01:8080', 'http://127.0.0.1:8080/api/tags'],
  ['http://127.0.0.1.:8080', 'http://127.0.0.1:8080/api/tags'],
  ['http://１２７.0.0.1:8080', 'http://127.0.0.1:8080/api/tags'],
  ['http://0:8080', 'http://127.0.0.1:8080/api/tags'],
  ['0xA.1.2.3', 'http://10.1.2.3/api/tags'],
];

for (const [address, url] of routes) {
  test(`the address "${address}" leads to ${url}`, () => assert.equal(routeOf(address, '/api/tags').href, url));
}

const noAddresses = ['', 'http://', 'file:///etc/passwd', 'ftp://127.0.0.1', 'http://a b', 'http://[fe80::1%25eth0]:1'];

for (const address of [...noAddresses, 'http://127.0.0.256', 'http://127.0.0.1:99999', 'http:127.0.0.1']) {
  test(`"${address}" is told to be no address`, () =>
    assert.throws(() => routeOf(address, '/'), {
      kind: 'unreachable',
      facts: { address, why: 'notAnAddress', message: 'not an address' },
    }));
}

const secrets: readonly (readonly [address: string, shown: string, why: string])[] = [
  ['http://user:sekret@127.0.0.1:11434', 'http://127.0.0.1:11434', 'credentials'],
  ['sekret@gpu.example', 'http://gpu.example', 'credentials'],
  ['https://:sekret@gpu.example/v1', 'https://gpu.example', 'credentials'],
  ['ftp://user:sekret@gpu.example', 'gpu.example', 'notAnAddress'],
  ['http://user:sekret@a b', 'a b', 'notAnAddress'],
  ['http://127.0.0.1:8080/v1?key=sekret', 'http://127.0.0.1:8080/v1', 'notAnAddress'],
  ['http://127.0.0.1:8080#sekret', 'http://127.0.0.1:8080', 'notAnAddress'],
];

for (const [address, shown, why] of secrets) {
  test(`the secret in "${address}" is refused and not repeated`, () =>
    assert.throws(
      () => routeOf(address, '/'),
      error =>
        error instanceof Failure &&
        error.facts['address'] === shown &&
        error.facts['why'] === why &&
        !error.message.includes('sekret'),
    ));
}

test('only literal addresses of this machine are local', () => {
  const local = ['127.0.0.1', '127.8.0.1', '::1', '[::1]', '::ffff:127.0.0.1', '[::ffff:7f00:1]', '::ffff:7fff:1'];
  for (const host of local) assert.ok(isLoopback(host), host);
  const elsewhere = ['localhost', '127.0.0.1.evil.example', 'x127.0.0.1', '10.0.0.1', '0.0.0.0', '::', '', '::1%eth0'];
  for (const host of [...elsewhere, '[::ffff:a01:203]', '::ffff:7f', '[2001:db8::1]', '[::1', '::ffff:8.8.8.8']) {
    assert.ok(!isLoopback(host), host);
  }
});

test('what looks like this machine and is not stays what it is', () => {
  const hosts = ['http://127.0.0.1%2eevil.example', 'http://localhost.evil.example', 'http://127.0.0.1.nip.example'];
  for (const address of hosts) assert.ok(!isLoopback(routeOf(address, '/').hostname), address);
});
