import { sendJson } from './loopbackServer.ts';
import { templated, type Message } from './streamingOllama.ts';
import {
  startStreamingServer,
  type Form,
  type PlayedModel,
  type Streaming,
  type StreamingServer,
} from './streamingServer.ts';

/** What servers with OpenAI's routes differ in. */
interface Manner {
  readonly owner: string;
  /** The field of a delta that carries the trace. */
  readonly reasoning: 'reasoning' | 'reasoning_content';
  /** What its list of models says about a model's length, and its own routes with more. */
  readonly listed: (model: PlayedModel) => object;
  readonly routes: (models: readonly PlayedModel[]) => Readonly<Record<string, object>>;
  readonly unknownRoute: { readonly status: number; readonly body: string };
  readonly refusal: Form['refusal'];
}

export type PlayedServer = 'vLLM' | 'SGLang' | 'LM Studio';

const notFound = { status: 404, body: '{"detail":"Not Found"}' };
const refused = (message: string) => ({
  status: 400,
  body: JSON.stringify({ object: 'error', message, type: 'BadRequestError', param: null, code: 400 }),
});

const manners: Readonly<Record<PlayedServer, Manner>> = {
  // Both refuse a reply that would not fit, too.
  vLLM: {
    owner: 'vllm',
    reasoning: 'reasoning',
    listed: ({ contextLength }) => ({ max_model_len: contextLength }),
    routes: () => ({ '/version': { version: '0.11.2' } }),
    unknownRoute: notFound,
    refusal: (promptTokens, maxTokens, contextLength) => {
      if (promptTokens + maxTokens <= contextLength) return undefined;
      const message = `This model's maximum context length is ${contextLength} tokens. However, you requested ${promptTokens + maxTokens} tokens (${promptTokens} in the messages, ${maxTokens} in the completion). Please reduce the length of the messages or completion.`;
      const { status } = refused('');
      return { status, body: JSON.stringify({ error: { message, type: 'BadRequestError', param: null, code: 400 } }) };
    },
  },
  SGLang: {
    owner: 'sglang',
    reasoning: 'reasoning_content',
    listed: ({ contextLength }) => ({ max_model_len: contextLength }),
    routes: ([model]) => ({ '/get_model_info': { model_path: model?.id, is_generation: true } }),
    unknownRoute: notFound,
    refusal: (promptTokens, maxTokens, contextLength) => {
      if (promptTokens >= contextLength)
        return refused(
          `The input (${promptTokens} tokens) is longer than the model's context length (${contextLength} tokens).`,
        );
      if (promptTokens + maxTokens <= contextLength) return undefined;
      return refused(
        `Requested token count exceeds the model's maximum context length of ${contextLength} tokens. You requested a total of ${promptTokens + maxTokens} tokens: ${promptTokens} tokens from the input messages and ${maxTokens} tokens for the completion. Please reduce the number of tokens in the input messages or the completion to fit within the limit.`,
      );
    },
  },
  'LM Studio': {
    owner: 'organization_owner',
    reasoning: 'reasoning_content',
    listed: () => ({}),
    routes: models => ({
      '/api/v0/models': {
        object: 'list',
        data: models.map(({ id, kind, contextLength }) => ({
          id,
          object: 'model',
          type: 'llm',
          arch: kind === 'coder' ? 'llama' : 'qwen2',
          state: 'loaded',
          max_context_length: contextLength,
          loaded_context_length: contextLength,
        })),
      },
    }),
    // Errors have status 200 here.
    unknownRoute: { status: 200, body: '{"error":"Unexpected endpoint or method."}' },
    refusal: (promptTokens, _, contextLength) =>
      promptTokens < contextLength
        ? undefined
        : {
            status: 200,
            body: JSON.stringify({
              error: `Trying to keep the first ${promptTokens} tokens when context the overflows. However, the model is loaded with context length of only ${contextLength} tokens, which is not enough. Try to load the model with a larger context length, or provide a shorter input`,
            }),
          },
  },
};

interface Body {
  readonly model?: string;
  readonly prompt?: string;
  readonly messages?: readonly Message[];
  readonly max_tokens?: number;
}

/** A server with OpenAI's routes in the manner of one of the three, whose models say their scripts while one watches. */
export function startStreamingOpenAi(
  server: PlayedServer,
  models: readonly PlayedModel[],
  stay: Streaming['stay'],
): Promise<StreamingServer> {
  const manner = manners[server];
  const rows = models.map(model => ({
    id: model.id,
    object: 'model',
    owned_by: manner.owner,
    ...manner.listed(model),
  }));
  const routes = { '/v1/models': { object: 'list', data: rows }, ...manner.routes(models) };
  return startStreamingServer({
    stay,
    answer: (request, response, ask) => {
      const known = Object.entries(routes).find(([path]) => path === request.path)?.[1];
      if (known !== undefined) return sendJson(response, 200, JSON.stringify(known));
      const isChat = request.path === '/v1/chat/completions';
      if (!isChat && request.path !== '/v1/completions')
        return sendJson(response, manner.unknownRoute.status, manner.unknownRoute.body);
      const body = JSON.parse(request.body) as Body;
      const model = models.find(({ id }) => id === body.model);
      if (model === undefined) {
        const error = { message: `The model \`${body.model}\` does not exist.`, type: 'NotFoundError', code: 404 };
        return sendJson(response, 404, JSON.stringify({ error }));
      }
      ask({
        model,
        prompt: isChat ? templated(body.messages ?? []) : (body.prompt ?? ''),
        maxTokens: body.max_tokens ?? 16,
        separates: isChat,
        form: formOf(manner, model.id, isChat),
      });
    },
  });
}

function formOf({ reasoning, refusal }: Manner, model: string, isChat: boolean): Form {
  const common = {
    id: 'cmpl-1',
    object: isChat ? 'chat.completion.chunk' : 'text_completion',
    created: 1_795_300_576,
    model,
  };
  const chunk = (choice: object): string => event({ ...common, choices: [{ index: 0, ...choice }] });
  const words = (text: string, isThought: boolean): object =>
    isChat ? { delta: { [isThought ? reasoning : 'content']: text } } : { text, logprobs: null };
  return {
    contentType: 'text/event-stream',
    holdsHeaders: false,
    refusal,
    token: (text, isThought) => chunk({ ...words(text, isThought), finish_reason: null }),
    end: (reason, promptTokens, generatedTokens) => {
      const usage = {
        prompt_tokens: promptTokens,
        completion_tokens: generatedTokens,
        total_tokens: promptTokens + generatedTokens,
      };
      const last = chunk({ ...words('', false), finish_reason: reason });
      return `${last}${event({ ...common, choices: [], usage })}data: [DONE]\n\n`;
    },
  };
}

const event = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;
