import { Agent, ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { Socket } from 'node:net';
import { badReply, Failure, unreachable, type Obstacle } from '../shared/failure.ts';
import type { Log } from '../shared/log.ts';
import { isLoopback } from './address.ts';
import { bodyOf, type BodyLimits } from './body.ts';
import { NetworkActivity, type Entry, type NetworkRequest } from './networkActivity.ts';

export interface NetQuestion {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds to wait for the headers and then for the first byte, where the server may have to load a model first. */
  readonly firstByte?: number;
  /** Milliseconds of silence between two reads of the body, where the server has long work to do meanwhile. */
  readonly idle?: number;
}

export interface NetAnswer {
  readonly url: URL;
  readonly status: number;
  readonly contentType: string;
  /** Seconds after which a busy server wants to be asked again; undefined where it does not say. */
  readonly retryAfter: number | undefined;
  /** To be read to its end or broken off: both close the connection. Throws Failure "badReply" when it ends in the middle. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Milliseconds that one who wants all of the body at once should wait for its end. */
  readonly patience: number;
}

/** The one door to the network. */
export interface Net {
  /**
   * Sends one request, to this machine or to a host a person allowed. Aborting closes the socket at any moment and throws
   * the signal's reason. Throws Failure "notLocal" (nothing was sent), "unreachable", "badReply" (not HTTP) or "redirected"
   * (following it would carry the prompt to another host). Other statuses are for the caller.
   */
  ask(question: NetQuestion, signal: AbortSignal): Promise<NetAnswer>;
  /** The last 200 requests, oldest first. */
  activity(): readonly NetworkRequest[];
}

/** Milliseconds. */
export interface Limits extends BodyLimits {
  /** Until the connection stands, name look-up and TLS included. */
  readonly connect: number;
  /** The most a question may ask to wait for its first byte: a big model from a slow disk takes minutes. */
  readonly load: number;
  /** For a body that is wanted all at once: a description, a list, an error. */
  readonly whole: number;
}

// Ours, because undici's fixed 300 s for headers end a long model load as "fetch failed".
const defaultLimits: Limits = {
  connect: 3_000,
  firstByte: 30_000,
  load: 600_000,
  idle: 120_000,
  line: 60_000,
  whole: 60_000,
};

interface NetOptions {
  /**
   * Whether a person said yes to a host beyond this machine; nobody did unless told otherwise. Asked at each request, so that
   * a consent taken back counts at once. The host is a URL's hostname: lower case, punycode, without port. Consent is to the
   * machine and not to a port: whoever runs it can listen on any.
   */
  readonly isAllowed?: (host: string) => boolean;
  readonly limits?: Partial<Limits>;
  readonly log: Log;
}

// VS Code replaces http.request, https.request and fetch in the extension host, and with its default "http.proxySupport":
// "override" it also replaces the agent a caller passes for any host but localhost. The class behind http.request is left
// alone; with agents of our own, neither that nor a proxy from the environment can come between us and the address.
// Connections are not kept: on loopback a new one costs less than a millisecond, and closing it is what stops the server.
const agent = new Agent({ keepAlive: false });
const secureAgent = new SecureAgent({ keepAlive: false });

export function createNet({ isAllowed = () => false, limits: given, log }: NetOptions): Net {
  const defaults: Limits = { ...defaultLimits, ...given };
  const activity = new NetworkActivity();
  return {
    async ask(question, signal) {
      signal.throwIfAborted();
      const { url, idle = defaults.idle } = question;
      const firstByte = Math.min(question.firstByte ?? defaults.firstByte, defaults.load);
      const limits = { ...defaults, firstByte, idle };
      const isLocal = isLoopback(url.hostname);
      if (!isLocal && !isAllowed(url.hostname)) {
        log('net.refused', { host: url.host });
        throw new Failure('notLocal', { address: url.origin, host: url.hostname });
      }
      const entry = activity.begin(question.method, url);
      const seePeer = (peer: string): void => {
        if (!isLocal) log('net.connected', { host: url.host, peer });
        else if (!isLoopback(peer)) throw new Failure('notLocal', { address: url.origin, host: url.hostname, peer });
      };
      try {
        const answer = await firstAnswer({ question, limits, seePeer, entry }, signal);
        refuseRedirect(answer, url);
        return {
          url,
          status: answer.statusCode ?? 0,
          contentType: answer.headers['content-type'] ?? '',
          retryAfter: secondsOf(answer.headers['retry-after']),
          bytes: bodyOf(answer, { address: url.origin, limits, entry }, signal),
          patience: limits.whole,
        };
      } catch (error) {
        entry.ended();
        signal.throwIfAborted();
        const failure = failureOf(error, url);
        log('net.failed', { host: url.host, path: url.pathname, kind: failure.kind, ...failure.facts });
        throw failure;
      }
    },
    activity: () => activity.list(),
  };
}

interface Asking {
  readonly question: NetQuestion;
  readonly limits: Limits;
  /** Throws when the other end of the connection is not who it should be. */
  readonly seePeer: (peer: string) => void;
  readonly entry: Entry;
}

/** Connects, looks who is at the other end, and only then sends. */
function firstAnswer({ question, limits, seePeer, entry }: Asking, signal: AbortSignal): Promise<IncomingMessage> {
  const { url, body = '' } = question;
  return new Promise((resolve, reject) => {
    const request = prepare(question);
    const giveUpAfter = (ms: number, why: Obstacle, what: string): NodeJS.Timeout =>
      setTimeout(() => request.destroy(unreachable(url.origin, why, `no ${what} within ${ms / 1000} s`)), ms);
    let timer = giveUpAfter(limits.connect, 'nothingListens', 'connection');
    const stop = (): void => void request.destroy();
    signal.addEventListener('abort', stop, { once: true });
    const send = (socket: Socket): void => {
      clearTimeout(timer);
      try {
        seePeer(socket.remoteAddress ?? '');
      } catch (error) {
        return void request.destroy(error instanceof Error ? error : undefined);
      }
      // Until all headers are there: one that trickles them is given up as well.
      timer = giveUpAfter(limits.firstByte, 'noAnswer', 'answer');
      entry.sent(Buffer.byteLength(body));
      request.end(body);
    };
    const connected = url.protocol === 'https:' ? 'secureConnect' : 'connect';
    request.once('socket', socket => socket.once(connected, () => send(socket)));
    request.once('response', answer => {
      clearTimeout(timer);
      entry.answered(answer.statusCode ?? 0);
      // Where the length of a body is not announced, Node takes a reset connection for the body's proper end.
      request.on('error', error => answer.destroy(error));
      resolve(answer);
    });
    request.on('error', reject);
    request.once('close', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      reject(unreachable(url.origin, 'closed', 'closed without an answer'));
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
  // Only its origin: the rest could hold anything.
  const { location = '' } = answer.headers;
  const target = location !== '' && URL.canParse(location, url.href) && { target: new URL(location, url).origin };
  throw new Failure('redirected', { address: url.origin, status, ...target });
}

/** A Retry-After in seconds; the date it may hold instead is left unread, clocks differ. */
const secondsOf = (header: string | undefined): number | undefined =>
  header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) : undefined;

function failureOf(error: unknown, url: URL): Failure {
  if (error instanceof Failure) return error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  // Codes of Node's HTTP parser: something answers there, but it does not speak HTTP.
  if (code.startsWith('HPE_')) return badReply(url.origin, 'notUnderstood', code, error);
  return unreachable(url.origin, obstacleOf(code), code, error);
}

function obstacleOf(code: string): Obstacle {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'unknownHost';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'closed';
  // OpenSSL's codes have no common beginning: CERT_HAS_EXPIRED, DEPTH_ZERO_SELF_SIGNED_CERT, ERR_TLS_…, ERR_SSL_…, UNABLE_TO_…
  if (/CERT|TLS|SSL|^UNABLE_TO|^EPROTO$/.test(code)) return 'notSecure';
  return 'nothingListens';
}
