import { unreachable } from '../shared/failure.ts';
import { withoutSecrets } from '../shared/withoutSecrets.ts';

// What people copy from OLLAMA_HOST or "listening on": every interface of this machine, so this machine.
const thisMachine = new Set(['localhost', 'localhost.', '0.0.0.0', '[::]']);

/**
 * The URL of a route of a server, from an address as a person writes it: with or without "http://", a closing slash or the
 * "/v1" that other tools ask for. The names of this machine become the literal 127.0.0.1: a name could be resolved to
 * something else, and VS Code leaves only literals out of a configured proxy.
 * Throws Failure "unreachable" for what is no address, or one with a name and a password: addresses are shown and logged.
 */
export function routeOf(address: string, route: string): URL {
  const trimmed = address.trim();
  const url = parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`, trimmed);
  if (thisMachine.has(url.hostname)) url.hostname = '127.0.0.1';
  return new URL(`${url.origin}${url.pathname.replace(/\/+$/, '').replace(/\/v1$/, '')}${route}`);
}

function parse(text: string, address: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // A query would not be sent, and what it holds is often a key.
  if (url === undefined || url.hostname === '' || !/^https?:$/.test(url.protocol) || url.search + url.hash !== '') {
    throw unreachable(withoutSecrets(address), 'notAnAddress', 'not an address');
  }
  if (url.username + url.password !== '') {
    throw unreachable(url.origin, 'credentials', 'an address with a name and a password');
  }
  return url;
}

// As a URL or a socket writes them; a URL writes an IPv4 address inside an IPv6 one in hexadecimal.
const ipv4 = /^(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/i;
const ipv6 = /^(?:::1|::ffff:7f[\da-f]{2}:[\da-f]{1,4})$/i;

/** True for the literal addresses that never leave the machine. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return ipv4.test(bare) || ipv6.test(bare);
}
