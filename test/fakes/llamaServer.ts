import type { ServerResponse } from 'node:http';
import { sendJson, sendStream, startServer, type LoopbackServer, type Received } from './loopbackServer.ts';
import { transcript } from './transcript.ts';

export interface FakeLlamaServer {
  /** File name of the model it was started with. */
  readonly model?: string;
  readonly slots?: number;
  readonly apiKey?: string;
  /** How many requests it answers with "Loading model" first. */
  readonly loadingFor?: number;
  /** The chat template of its model; the recorded one unless told otherwise. */
  readonly template?: string;
  readonly completion?: (request: Received, response: ServerResponse) => void;
}

/** Answers as the recorded llama-server does. */
export function startLlamaServer(fake: FakeLlamaServer = {}): Promise<LoopbackServer> {
  let stillLoading = fake.loadingFor ?? 0;
  return startServer((request, response) => {
    if (fake.apiKey !== undefined && request.headers['authorization'] !== `Bearer ${fake.apiKey}`) {
      return sendJson(response, 401, transcript('llama-server/key-missing.json'));
    }
    if (stillLoading > 0) {
      stillLoading -= 1;
      return sendJson(response, 503, transcript('llama-server/loading.json'));
    }
    switch (request.path) {
      case '/props':
        return sendJson(response, 200, propsOf(fake));
      case '/completion':
        if (fake.completion) return fake.completion(request, response);
        return sendStream(response, 'text/event-stream', transcript('llama-server/infill-stream.sse'));
      case '/v1/chat/completions':
        return sendStream(response, 'text/event-stream', transcript('llama-server/chat-r1-stream.sse'));
      default:
        return sendJson(response, 404, transcript('llama-server/err-404.json'));
    }
  });
}

function propsOf({ model = 'deepseek-coder-1.3b-base.Q4_0.gguf', slots = 2, template }: FakeLlamaServer): string {
  const props = JSON.parse(transcript('llama-server/props.json')) as object;
  return JSON.stringify({
    ...props,
    total_slots: slots,
    model_alias: `models/${model}`,
    model_path: `models/${model}`,
    ...(template !== undefined && { chat_template: template }),
  });
}
