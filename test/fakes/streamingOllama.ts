import { sendJson, type Received } from './loopbackServer.ts';
import { transcript } from './transcript.ts';
import {
  startStreamingServer,
  type Form,
  type PlayedModel,
  type Streaming,
  type StreamingServer,
} from './streamingServer.ts';

/** An Ollama in the forms of the recorded one, whose models say their scripts while one watches. */
export const startStreamingOllama = (
  models: readonly PlayedModel[],
  stay: Streaming['stay'],
): Promise<StreamingServer> =>
  startStreamingServer({
    stay,
    answer: (request, response, ask) => {
      switch (request.path) {
        case '/api/version':
          return sendJson(response, 200, transcript('ollama/version.json'));
        case '/api/tags':
          return sendJson(response, 200, JSON.stringify({ models: models.map(listed) }));
        case '/api/ps':
          return sendJson(response, 200, transcript('ollama/ps-empty.json'));
      }
      const body = bodyOf(request);
      const model = models.find(({ id }) => id === body.model);
      if (model === undefined) return sendJson(response, 404, transcript('ollama/show-missing.json'));
      if (request.path === '/api/show') return sendJson(response, 200, JSON.stringify(shown(model)));
      // Without anything to answer the model is only loaded, or given up.
      if (body.prompt === undefined && body.messages === undefined)
        return sendJson(response, 200, JSON.stringify({ model: model.id, response: '', done: true }));
      const isChat = request.path === '/api/chat';
      ask({
        model,
        prompt: isChat ? templated(body.messages ?? []) : (body.prompt ?? ''),
        maxTokens: body.options?.num_predict ?? Infinity,
        // With raw prompts only where they are asked for; in a chat unless they are refused.
        separates: isChat ? body.think !== false : body.think === true,
        form: formOf(model.id, isChat),
      });
    },
  });

interface Body {
  readonly model?: string;
  readonly prompt?: string;
  readonly messages?: readonly Message[];
  readonly think?: boolean;
  readonly options?: { readonly num_predict?: number };
}

export interface Message {
  readonly role: string;
  readonly content: string;
}

const bodyOf = (request: Received): Body => JSON.parse(request.body === '' ? '{}' : request.body) as Body;

/** What the template of an R1 makes of a conversation. */
export const templated = (messages: readonly Message[]): string =>
  `${messages.map(({ role, content }) => `<｜${role === 'user' ? 'User' : 'Assistant'}｜>${content}`).join('')}<｜Assistant｜><think>\n`;

const listed = ({ id, kind }: PlayedModel): object => ({
  ...(JSON.parse(transcript('ollama/tags.json')) as { models: readonly object[] }).models[0],
  name: id,
  model: id,
  details: { format: 'gguf', family: kind === 'coder' ? 'llama' : 'qwen2' },
});

function shown({ id, kind, contextLength }: PlayedModel): object {
  const recorded = transcript(kind === 'coder' ? 'ollama/show-coder-base.json' : 'ollama/show-r1.json');
  const { model_info: info, ...rest } = JSON.parse(recorded) as { model_info: Record<string, unknown> };
  const length = `${String(info['general.architecture'])}.context_length`;
  return { ...rest, model_info: { ...info, 'general.name': id, [length]: contextLength } };
}

const formOf = (model: string, isChat: boolean): Form => ({
  contentType: 'application/x-ndjson',
  holdsHeaders: true,
  token: (text, isThought) =>
    line({
      model,
      ...(isChat ? message(text, isThought) : isThought ? { response: '', thinking: text } : { response: text }),
      done: false,
    }),
  end: (reason, promptTokens, generatedTokens) =>
    line({
      model,
      ...(isChat ? message('', false) : { response: '' }),
      done: true,
      done_reason: reason,
      prompt_eval_count: promptTokens,
      eval_count: generatedTokens,
    }),
  refusal: (promptTokens, _, contextLength) =>
    promptTokens < contextLength ? undefined : { status: 400, body: overflow(promptTokens, contextLength) },
});

const message = (text: string, isThought: boolean): object => ({
  message: { role: 'assistant', content: isThought ? '' : text, ...(isThought && { thinking: text }) },
});

const line = (value: object): string => `${JSON.stringify(value)}\n`;

const overflow = (promptTokens: number, contextLength: number): string =>
  transcript('ollama/overflow.json').replaceAll('3015', String(promptTokens)).replaceAll('512', String(contextLength));
