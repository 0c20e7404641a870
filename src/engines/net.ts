import { Agent, ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { Socket } from 'node:net';
import { Failure, type FailureFacts, type FailureKind } from '../shared/failure.ts';
import type { Log } from '../shared/log.ts';
import { isLoopback } from './address.ts';
import { NetworkActivity, type Entry, type NetworkRequest } from './networkActivity.ts';

export interface NetQuestion {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds to wait for the first byte, where the server may have to load a model first. */
  readonly firstByte?: number;
}

export interface NetAnswer {
  readonly url: URL;
  readonly status: number;
  readonly contentType: string;
  /** To be read to its end or broken off: both close the connection. Throws Failure "badReply" when it ends in the middle. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** The one door to the network. */
export interface Net {
  /**
   * Sends one request, to this machine or to a host a person allowed. Aborting closes the socket at any moment and throws
   * the signal's reason. Throws Failure "notLocal" (nothing was sent), "unreachable", "badReply" (not HTTP) or
   * "serverRefused" (a redirect: following it would carry the prompt to another host). Other statuses are for the caller.
   */
  ask(question: NetQuestion, signal: AbortSignal): Promise<NetAnswer>;
  /** The last 200 requests, oldest first. */
  activity(): readonly NetworkRequest[];
}

/** Milliseconds. */
export interface Limits {
  readonly connect: number;
  readonly firstByte: number;
  /** Longest silence between two reads of a body. */
  readonly idle: number;
}

// Ours, because undici's fixed 300 s for headers end a long model load as "fetch failed".
const defaultLimits: Limits = { connect: 3_000, firstByte: 30_000, idle: 120_000 };

interface NetOptions {
  /** Names of hosts beyond this machine that a person said yes to, without port. */
  readonly allowedHosts?: ReadonlySet<string>;
  readonly limits?: Partial<Limits>;
  readonly log: Log;
}

// VS Code replaces http.request, https.request and fetch in the extension host, and with its default "http.proxySupport":
// "override" it also replaces the agent a caller passes for any host but localhost. The class behind http.request is left
// alone; with agents of our own, neither that nor a proxy from the environment can come between us and the address.
// Connections are not kept: on loopback a new one costs less than a millisecond, and closing it is what stops the server.
const agent = new Agent({ keepAlive: false });
const secureAgent = new SecureAgent({ keepAlive: false });

export function createNet({ allowedHosts = new Set(), limits: given, log }: NetOptions): Net {
  const limits = { ...defaultLimits, ...given };
  const activity = new NetworkActivity();
  return {
    async ask(question, signal) {
      signal.throwIfAborted();
      const { url } = question;
      const allowed = allowedHosts.has(url.hostname);
      if (!isLoopback(url.hostname) && !allowed) {
        log('net.refused', { host: url.host });
        throw new Failure('notLocal', { address: url.origin, host: url.hostname });
      }
      const entry = activity.begin(question.method, url);
      try {
        const answer = await firstAnswer(limits, question, allowed, entry, signal);
        refuseRedirect(answer, url);
        const contentType = answer.headers['content-type'] ?? '';
        return {
          url,
          status: answer.statusCode ?? 0,
          contentType,
          bytes: bytesOf(answer, url, limits.idle, entry, signal),
        };
      } catch (error) {
        entry.ended();
        signal.throwIfAborted();
        throw failureOf(error, url);
      }
    },
    activity: () => activity.list(),
  };
}

/** Connects, looks who is at the other end, and only then sends. */
function firstAnswer(
  limits: Limits,
  question: NetQuestion,
  allowed: boolean,
  entry: Entry,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { url, body = '', firstByte = limits.firstByte } = question;
  const failed = (kind: FailureKind, facts: FailureFacts): Failure =>
    new Failure(kind, { address: url.origin, ...facts });
  return new Promise((resolve, reject) => {
    const request = prepare(question);
    const giveUp = (message: string) => (): void => void request.destroy(failed('unreachable', { message }));
    let timer = setTimeout(giveUp(`no connection within ${limits.connect / 1000} s`), limits.connect);
    const stop = (): void => void request.destroy();
    signal.addEventListener('abort', stop, { once: true });
    const send = (socket: Socket): void => {
      clearTimeout(timer);
      const peer = socket.remoteAddress ?? '';
      if (!allowed && !isLoopback(peer)) return void request.destroy(failed('notLocal', { host: peer }));
      timer = setTimeout(giveUp(`no answer within ${firstByte / 1000} s`), firstByte);
      entry.sent(Buffer.byteLength(body));
      request.end(body);
    };
    const connected = url.protocol === 'https:' ? 'secureConnect' : 'connect';
    request.once('socket', socket => socket.once(connected, () => send(socket)));
    request.once('response', answer => {
      clearTimeout(timer);
      entry.answered(answer.statusCode ?? 0);
      resolve(answer);
    });
    request.on('error', reject);
    request.once('close', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      reject(failed('unreachable', { message: 'closed without an answer' }));
    });
  });
}

/** A request that has not begun: nothing is sent before its end is called. */
const prepare = ({ method, url, headers, body }: NetQuestion): ClientRequest =>
  new ClientRequest({
    method,
    protocol: url.protocol,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    path: url.pathname + url.search,
    headers: { ...headers, ...lengthOf(body) },
    agent: url.protocol === 'https:' ? secureAgent : agent,
  });

// Without it Node would send the body in chunks, which some small servers do not read.
const lengthOf = (body: string | undefined): Record<string, string> =>
  body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };

function refuseRedirect(answer: IncomingMessage, url: URL): void {
  const status = answer.statusCode ?? 0;
  if (status < 300 || status > 399) return;
  answer.destroy();
  const message = 'it redirects to another address, which Deepwell does not follow';
  throw new Failure('serverRefused', { address: url.origin, status, message });
}

async function* bytesOf(
  answer: IncomingMessage,
  url: URL,
  idle: number,
  entry: Entry,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const chunks: AsyncIterator<Buffer> = answer[Symbol.asyncIterator]();
  const silent = new Failure('badReply', { address: url.origin, message: `silent for ${idle / 1000} s` });
  try {
    for (;;) {
      // Only while we wait for the server: a slow reader is no fault of its.
      const timer = setTimeout(() => answer.destroy(silent), idle);
      const chunk = await chunks.next().finally(() => clearTimeout(timer));
      if (chunk.done === true) return;
      entry.received(chunk.value.length);
      yield chunk.value;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof Failure
      ? error
      : new Failure('badReply', { address: url.origin, message: 'it ended in the middle' }, error);
  } finally {
    entry.ended();
    answer.destroy();
  }
}

function failureOf(error: unknown, url: URL): Failure {
  if (error instanceof Failure) return error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  // Codes of Node's HTTP parser: something answers there, but it does not speak HTTP.
  const kind = code.startsWith('HPE_') ? 'badReply' : 'unreachable';
  return new Failure(kind, { address: url.origin, message: code }, error);
}
