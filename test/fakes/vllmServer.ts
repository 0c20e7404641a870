import type { ServerResponse } from 'node:http';
import type { LoopbackServer, Received } from './loopbackServer.ts';
import { sendRecorded, sendWhole, startOpenAiServer, tokensOf } from './openAiServer.ts';

export interface FakeVllm {
  /** Under which name it serves what. */
  readonly models: Readonly<Record<string, string>>;
  readonly maxModelLength?: number;
  /** Newer ones stop counting at what would still fit. */
  readonly words?: 'older' | 'newer';
  readonly apiKey?: string;
}

/** Refuses as vLLM does: a suffix, a model it does not have, and a prompt whose longest reply would leave the context. */
export function startVllm({
  models,
  maxModelLength = 4096,
  words = 'newer',
  apiKey,
}: FakeVllm): Promise<LoopbackServer> {
  const rows = Object.entries(models).map(([id, root]) => ({
    id,
    object: 'model',
    created: 1795300576,
    owned_by: 'vllm',
    root,
    parent: null,
    max_model_len: maxModelLength,
    permission: [],
  }));
  const answer = (recorded: string) => (request: Received, response: ServerResponse) => {
    const body = JSON.parse(request.body) as Record<string, unknown>;
    const refuse = (message: string, code = 400): void =>
      sendWhole(response, { error: { message, type: 'BadRequestError', param: null, code } }, code);
    if ('suffix' in body) return refuse('suffix is not currently supported');
    if (!(String(body['model']) in models))
      return refuse(`The model \`${String(body['model'])}\` does not exist.`, 404);
    const asked = body['max_tokens'] === undefined ? 16 : (body['max_tokens'] as number | null);
    const prompt = tokensOf(body);
    if (prompt + (asked ?? 0) > maxModelLength) return refuse(overflow(words, maxModelLength, prompt, asked ?? 0));
    sendRecorded(response, recorded);
  };
  return startOpenAiServer({
    models: rows,
    ...(apiKey !== undefined && { apiKey }),
    routes: { '/version': (_, response) => sendWhole(response, { version: '0.17.0' }) },
    completions: answer('completions-fim-raw'),
    chat: answer('chat-r1-stream'),
  });
}

const overflow = (words: 'older' | 'newer', limit: number, prompt: number, asked: number): string =>
  words === 'older'
    ? `This model's maximum context length is ${limit} tokens. However, you requested ${prompt + asked} tokens (${prompt} in the prompt, ${asked} in the completion). Please reduce the length of the prompt or completion.`
    : `This model's maximum context length is ${limit} tokens. However, you requested ${asked} output tokens and your prompt contains at least ${limit - asked + 1} input tokens, for a total of at least ${limit + 1} tokens. Please reduce the length of the input prompt or the number of requested output tokens.`;
