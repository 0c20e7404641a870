import type { ServerResponse } from 'node:http';
import { sendJson, sendStream, startServer, type LoopbackServer, type Received } from './loopbackServer.ts';
import { transcript } from './transcript.ts';

type Handler = (request: Received, response: ServerResponse) => void;

export interface FakeOpenAiServer {
  /** Rows of /v1/models, in the form of the server that is played. */
  readonly models: readonly object[];
  readonly completions?: Handler;
  readonly chat?: Handler;
  /** What this kind of server has besides. */
  readonly routes?: Readonly<Record<string, Handler>>;
  /** LM Studio answers routes it does not have with 200 and an error body. */
  readonly unknownRoutes?: 'notFound' | 'ok';
  /** The key that everything under /v1 asks for. */
  readonly apiKey?: string;
}

export const sendWhole = (response: ServerResponse, value: object, status = 200): void =>
  sendJson(response, status, JSON.stringify(value));

export const sendRecorded = (response: ServerResponse, name: string): void =>
  sendStream(response, 'text/event-stream', transcript(`llama-server/${name}.sse`));

/** Answers /v1/models, /v1/completions and /v1/chat/completions with recorded streams. */
export const startOpenAiServer = (fake: FakeOpenAiServer): Promise<LoopbackServer> =>
  startServer((request, response) => {
    const { path, method, headers } = request;
    const isKept = fake.apiKey !== undefined && path.startsWith('/v1/');
    if (isKept && headers['authorization'] !== `Bearer ${fake.apiKey}`)
      return sendWhole(response, { error: 'Unauthorized' }, 401);
    const own = fake.routes?.[path];
    if (own !== undefined) return own(request, response);
    switch (path) {
      case '/v1/models':
        return sendWhole(response, { object: 'list', data: fake.models });
      case '/v1/completions':
        return fake.completions ? fake.completions(request, response) : sendRecorded(response, 'completions-fim-raw');
      case '/v1/chat/completions':
        return fake.chat ? fake.chat(request, response) : sendRecorded(response, 'chat-r1-stream');
      default:
        if (fake.unknownRoutes !== 'ok') return sendWhole(response, { detail: 'Not Found' }, 404);
        return sendWhole(response, { error: `Unexpected endpoint or method. (${method} ${path})` });
    }
  });

/** Bodies of the requests to one route, in order. */
export const bodiesAt = (server: LoopbackServer, path: string): readonly Record<string, unknown>[] =>
  server.received
    .filter(request => request.path === path)
    .map(({ body }) => JSON.parse(body) as Record<string, unknown>);

/** A prompt's or a conversation's length as the fakes count: a token for four characters, and one that begins it. */
export const tokensOf = (body: Record<string, unknown>): number =>
  1 + Math.ceil(JSON.stringify(body['prompt'] ?? body['messages']).length / 4);
