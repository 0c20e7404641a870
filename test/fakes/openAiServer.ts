import type { ServerResponse } from 'node:http';
import { sendJson, sendStream, startServer, transcript, type LoopbackServer, type Received } from './loopbackServer.ts';

export interface FakeOpenAiServer {
  /** Rows of /v1/models, in the form of the server that is played. */
  readonly models: readonly object[];
  /** LM Studio answers routes it does not have with 200 and an error body. */
  readonly unknownRoutes?: 'notFound' | 'ok';
  readonly completions?: (request: Received, response: ServerResponse) => void;
}

/** Answers /v1/models and /v1/completions, as vLLM, SGLang and LM Studio do. */
export const startOpenAiServer = (fake: FakeOpenAiServer): Promise<LoopbackServer> =>
  startServer((request, response) => {
    switch (request.path) {
      case '/v1/models':
        return sendJson(response, 200, JSON.stringify({ object: 'list', data: fake.models }));
      case '/v1/completions':
        if (fake.completions) return fake.completions(request, response);
        return sendStream(response, 'text/event-stream', transcript('llama-server/completions-fim-raw.sse'));
      default:
        if (fake.unknownRoutes !== 'ok') return sendJson(response, 404, '{"detail":"Not Found"}');
        return sendJson(
          response,
          200,
          `{"error":"Unexpected endpoint or method. (${request.method} ${request.path})"}`,
        );
    }
  });
