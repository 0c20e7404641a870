import { Failure } from '../shared/failure.ts';

// What people copy from OLLAMA_HOST or "listening on": every interface of this machine, so this machine.
const thisMachine = new Set(['localhost', '0.0.0.0', '[::]']);

/**
 * The URL of a route of a server, from an address as a person writes it: with or without "http://", a closing slash or the
 * "/v1" that other tools ask for. The names of this machine become the literal 127.0.0.1: a name could be resolved to
 * something else, and VS Code leaves only literals out of a configured proxy.
 * Throws Failure "unreachable" for what is no address.
 */
export function routeOf(address: string, route: string): URL {
  const trimmed = address.trim();
  const url = parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`, address);
  if (thisMachine.has(url.hostname)) url.hostname = '127.0.0.1';
  return new URL(`${url.origin}${url.pathname.replace(/\/+$/, '').replace(/\/v1$/, '')}${route}`);
}

function parse(text: string, address: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === '' || !/^https?:$/.test(url.protocol)) {
    throw new Failure('unreachable', { address, message: 'not an address' });
  }
  return url;
}

/** True for the literal addresses that never leave the machine, as a URL or a socket writes them. */
export const isLoopback = (host: string): boolean =>
  /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/i.test(host) || host === '::1' || host === '[::1]';
