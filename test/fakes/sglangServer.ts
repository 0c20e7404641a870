import type { ServerResponse } from 'node:http';
import { sendStream, type LoopbackServer, type Received } from './loopbackServer.ts';
import { sendRecorded, sendWhole, startOpenAiServer, tokensOf } from './openAiServer.ts';

export interface FakeSglang {
  readonly servedName: string;
  readonly modelPath: string;
  readonly contextLength?: number;
  /** Older ones have /get_model_info alone, and refuse inside a stream that began with 200. */
  readonly age?: 'older' | 'newer';
}

/** Refuses as SGLang does: no number for the longest reply, and a prompt whose longest reply would fill the context. */
export function startSglang({ servedName, modelPath, contextLength = 4096, age }: FakeSglang): Promise<LoopbackServer> {
  const info = (_: unknown, response: ServerResponse): void =>
    sendWhole(response, { model_path: modelPath, tokenizer_path: modelPath, is_generation: true });
  const answer = (recorded: string) => (request: Received, response: ServerResponse) => {
    const body = JSON.parse(request.body) as Record<string, unknown>;
    const refuse = (message: string): void => {
      const error = { object: 'error', message, type: 'BadRequestError', param: null, code: 400 };
      if (age !== 'older') return sendWhole(response, error, 400);
      sendStream(response, 'text/event-stream', `data: ${JSON.stringify({ error })}\n\ndata: [DONE]\n\n`);
    };
    const asked = body['max_tokens'] ?? 16;
    if (typeof asked !== 'number' || body['max_tokens'] === null) return refuse('Input should be a valid integer');
    const prompt = tokensOf(body);
    if (prompt >= contextLength)
      return refuse(
        `The input (${prompt} tokens) is longer than the model's context length (${contextLength} tokens).`,
      );
    if (prompt + asked >= contextLength)
      return refuse(
        `Requested token count exceeds the model's maximum context length of ${contextLength} tokens. You requested a total of ${prompt + asked} tokens: ${prompt} tokens from the input messages and ${asked} tokens for the completion. Please reduce the number of tokens in the input messages or the completion to fit within the limit.`,
      );
    sendRecorded(response, recorded);
  };
  return startOpenAiServer({
    models: [
      {
        id: servedName,
        object: 'model',
        owned_by: 'sglang',
        root: servedName,
        parent: null,
        max_model_len: contextLength,
      },
    ],
    routes: { '/get_model_info': info, ...(age !== 'older' && { '/model_info': info }) },
    completions: answer('completions-fim-raw'),
    chat: answer('chat-r1-stream'),
  });
}
