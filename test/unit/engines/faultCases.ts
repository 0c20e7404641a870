// What can go wrong between here and a server, and what a person is told then. faults.test.ts makes it happen.
import type { Socket } from 'node:net';
import type { Limits, Net } from '../../../src/engines/net.ts';
import { createOllamaEngine } from '../../../src/engines/ollama.ts';
import { createServerEngine } from '../../../src/engines/openai.ts';
import type { Engine } from '../../../src/shared/engine.ts';
import type { FailureKind } from '../../../src/shared/failure.ts';
import { silent } from '../../../src/shared/log.ts';
import type { Fault } from '../../fakes/faultyServer.ts';
import { startLlamaServer } from '../../fakes/llamaServer.ts';
import { type LoopbackServer } from '../../fakes/loopbackServer.ts';
import { transcript } from '../../fakes/transcript.ts';
import { startOllama } from '../../fakes/ollamaServer.ts';
import { startOpenAiServer } from '../../fakes/openAiServer.ts';

/** Limits in milliseconds: the product's own, and for the faults that end by them a short one. */
export type Patience = Partial<Limits>;

/** How a server speaks: what a token is, and what ends a stream well. */
export interface Dialect {
  readonly start: () => Promise<LoopbackServer>;
  readonly engine: (address: string, net: Net) => Engine;
  readonly route: string;
  readonly token: (text: string) => string;
  readonly end: string;
  readonly error: string;
}

const serverEngine = (address: string, net: Net): Engine =>
  createServerEngine({ address, models: {}, chatContextLength: 0, keepAlive: 10, log: silent, net });

export const dialects: Readonly<Record<string, Dialect>> = {
  Ollama: {
    start: () => startOllama(),
    engine: (address, net) =>
      createOllamaEngine({ address, models: {}, chatContextLength: 0, keepAlive: 10, log: silent, net }),
    route: '/api/generate',
    token: text => `${JSON.stringify({ response: text, done: false })}\n`,
    end: '{"response":"","done":true,"done_reason":"stop"}\n',
    error: '{"error":"out of memory."}\n',
  },
  'llama-server': {
    start: () => startLlamaServer(),
    engine: serverEngine,
    route: '/completion',
    token: text => `data: ${JSON.stringify({ content: text, tokens: [1], stop: false })}\n\n`,
    end: 'data: {"content":"","stop":true,"stop_type":"eos"}\n\n',
    error: 'data: {"error":{"code":500,"message":"out of memory."}}\n\n',
  },
  'a server with OpenAI’s routes': {
    start: () => startOpenAiServer({ models: [{ id: 'deepseek-coder-1.3b-base', max_model_len: 4096 }] }),
    engine: serverEngine,
    route: '/v1/completions',
    token: text => `data: ${JSON.stringify({ choices: [{ text }] })}\n\n`,
    end: 'data: {"choices":[{"text":"","finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
    error: 'data: {"error":{"message":"out of memory."}}\n\n',
  },
};

export interface Told {
  readonly kind: FailureKind;
  /** The whole sentence; {at} stands for the address. */
  readonly sentence: string;
}

const cutOff: Told = {
  kind: 'badReply',
  sentence: 'The answer of {at} ended in the middle. What was written so far is kept; try again.',
};
const stuck: Told = {
  kind: 'badReply',
  sentence:
    'The server at {at} stopped in the middle of its answer and did not go on. What was written so far is kept.',
};
const endless: Told = {
  kind: 'badReply',
  sentence: 'The server at {at} sent a line without end, so it was given up. Restart it and try again.',
};
const foreign: Told = {
  kind: 'badReply',
  sentence: 'Deepwell does not understand what {at} answers. Look whether it is the address of a model server.',
};
const closed: Told = {
  kind: 'unreachable',
  sentence: 'The server at {at} closed the connection without an answer. Look whether it still runs.',
};
const mute: Told = {
  kind: 'unreachable',
  sentence: 'The server at {at} took the request and did not answer in time. Restart it if it is stuck.',
};

export interface FaultCase {
  readonly what: string;
  readonly fault: (dialect: Dialect) => Fault;
  readonly patience?: Patience;
  /** The text that came before the fault. */
  readonly text?: string;
  /** Where not the same for a stream and for what `check` asks. */
  readonly generate: Told | undefined;
  readonly check?: Told;
}

export const head = (status: string, ...headers: readonly string[]): string =>
  [`HTTP/1.1 ${status}`, ...headers, '', ''].join('\r\n');
export const streaming = head('200 OK', 'Content-Type: application/x-ndjson', 'Connection: close');
const inChunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

/** What afterTokens writes. */
export const twoTokens = ' three four';

/** A whole answer with a status. */
const answers =
  (status: string, body: string, ...headers: readonly string[]) =>
  (): Fault =>
  socket =>
    void socket.end(head(status, ...headers, `Content-Length: ${Buffer.byteLength(body)}`) + body);

/** Two tokens, then something else. */
const afterTokens =
  (then: (socket: Socket, dialect: Dialect) => void) =>
  (dialect: Dialect): Fault =>
  socket =>
    void socket.write(streaming + dialect.token(' three') + dialect.token(' four'), () => then(socket, dialect));

/** The same bytes again and again until the connection is closed. */
function trickle(socket: Socket, bytes: string, every: number): void {
  const timer = setInterval(() => socket.write(bytes), every);
  socket.once('close', () => clearInterval(timer));
}

function pour(socket: Socket, bytes: string): void {
  while (!socket.destroyed && socket.write(bytes));
  if (!socket.destroyed) socket.once('drain', () => pour(socket, bytes));
}

export const faultCases: readonly FaultCase[] = [
  { what: 'resets before the headers', fault: () => socket => void socket.resetAndDestroy(), generate: closed },
  { what: 'closes before the headers', fault: () => socket => void socket.destroy(), generate: closed },
  { what: 'closes only its half', fault: () => socket => void socket.end(), generate: closed },
  {
    what: 'never answers',
    fault: () => () => undefined,
    patience: { load: 300 },
    generate: mute,
  },
  {
    what: 'trickles headers for ever',
    fault: () => socket => {
      socket.write('HTTP/1.1 200 OK\r\n');
      trickle(socket, 'X-More: 1\r\n', 20);
    },
    patience: { load: 300 },
    generate: mute,
  },
  {
    what: 'does not speak HTTP',
    fault: () => socket => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
    generate: foreign,
  },
  {
    what: 'sends headers without end',
    fault: () => socket => void socket.write(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(100_000)}`),
    generate: foreign,
  },
  {
    what: 'resets after the headers',
    fault: () => socket => void socket.write(streaming, () => setTimeout(() => socket.resetAndDestroy(), 20)),
    generate: cutOff,
  },
  {
    what: 'resets in the middle',
    fault: afterTokens(socket => void setTimeout(() => socket.resetAndDestroy(), 20)),
    text: twoTokens,
    generate: cutOff,
  },
  {
    what: 'says less than it announced',
    fault:
      ({ token }) =>
      socket =>
        void socket.end(head('200 OK', 'Content-Length: 5000') + token(' three') + token(' four')),
    text: twoTokens,
    generate: cutOff,
  },
  {
    what: 'leaves out the last chunk',
    fault:
      ({ token }) =>
      socket =>
        void socket.end(
          head('200 OK', 'Transfer-Encoding: chunked') + inChunk(token(' three')) + inChunk(token(' four')),
        ),
    text: twoTokens,
    generate: cutOff,
  },
  {
    what: 'ends without the last line',
    fault: afterTokens(socket => void socket.end()),
    text: twoTokens,
    generate: cutOff,
    check: foreign,
  },
  {
    what: 'ends in a line',
    fault: afterTokens((socket, { token }) => void socket.end(token(' five').slice(0, -8))),
    text: twoTokens,
    generate: cutOff,
    check: foreign,
  },
  { what: 'says nothing at all', fault: answers('200 OK', ''), generate: cutOff, check: foreign },
  {
    what: 'falls silent',
    fault: afterTokens(() => undefined),
    patience: { idle: 300 },
    text: twoTokens,
    generate: stuck,
  },
  {
    what: 'sends bytes now and then and never a whole line',
    fault: afterTokens((socket, { token }) => {
      socket.write(token(' five').slice(0, -8));
      trickle(socket, 'x', 20);
    }),
    patience: { line: 300 },
    text: twoTokens,
    generate: stuck,
  },
  {
    what: 'never ends its line',
    fault: afterTokens((socket, { token }) => {
      socket.write(token(' five').slice(0, -8));
      pour(socket, 'x'.repeat(65_536));
    }),
    text: twoTokens,
    generate: endless,
  },
  {
    what: 'sends a damaged line',
    fault: afterTokens((socket, { token, end }) => void socket.end(token(' five').replace('}', '') + end)),
    text: twoTokens,
    generate: foreign,
  },
  { what: 'sends a page', fault: answers('200 OK', '<html>hello</html>'), generate: foreign },
  {
    what: 'sends an error after HTTP 200',
    fault: afterTokens((socket, { error }) => void socket.end(error)),
    text: twoTokens,
    generate: {
      kind: 'serverRefused',
      sentence:
        'The server at {at} broke off with an error: out of memory. What was written so far is kept; its own log may say more.',
    },
    check: foreign,
  },
  {
    what: 'wants a key',
    fault: answers('401 Unauthorized', transcript('llama-server/key-missing.json')),
    generate: {
      kind: 'keyRefused',
      sentence: 'The server at {at} wants an API key, or did not accept the one it got. Set the right one.',
    },
  },
  {
    what: 'forbids with an empty body',
    fault: answers('403 Forbidden', ''),
    generate: {
      kind: 'keyRefused',
      sentence:
        'The server at {at} does not let Deepwell in (403). Set the API key it wants, or allow this computer in its own settings.',
    },
  },
  {
    what: 'has no such route',
    fault: answers('404 Not Found', '404 page not found', 'Content-Type: text/plain'),
    generate: {
      kind: 'notFound',
      sentence:
        'The server at {at} does not know what was asked for (404): 404 page not found. Look whether address and model are right.',
    },
  },
  {
    what: 'is asked too often',
    fault: answers('429 Too Many Requests', '{"error":"slow down"}', 'Retry-After: 7'),
    generate: { kind: 'serverBusy', sentence: 'The server at {at} is busy. Try again in 7 seconds.' },
  },
  {
    what: 'has a full queue',
    fault: answers('503 Service Unavailable', '{"error":"server busy, please try again."}'),
    generate: { kind: 'serverBusy', sentence: 'The server at {at} is busy. Try again in a moment.' },
  },
  {
    what: 'still loads its model',
    fault: answers('503 Service Unavailable', transcript('llama-server/loading.json')),
    // A stream waits for it instead: openai.test.ts.
    generate: undefined,
    check: {
      kind: 'serverBusy',
      sentence: 'The server at {at} is still loading its model. Try again in a moment.',
    },
  },
  {
    what: 'fails',
    fault: answers('500 Internal Server Error', '{"error":"llama runner process has terminated"}'),
    generate: {
      kind: 'serverRefused',
      sentence:
        'The server at {at} answered with error 500: llama runner process has terminated. Its own log may say more.',
    },
  },
  {
    what: 'is a gateway with a page',
    fault: answers('502 Bad Gateway', '<html>secret</html>', 'Content-Type: text/html'),
    generate: {
      kind: 'serverRefused',
      sentence: 'The server at {at} answered with error 502: it gave no reason. Its own log may say more.',
    },
  },
  {
    what: 'fails and does not finish saying why',
    fault: () => socket => void socket.end(`${head('500 Internal Server Error', 'Content-Length: 900')}{"error":`),
    generate: {
      kind: 'serverRefused',
      sentence: 'The server at {at} answered with error 500: it gave no reason. Its own log may say more.',
    },
  },
];
