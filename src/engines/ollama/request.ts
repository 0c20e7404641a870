import type { GenerateRequest, Turn } from '../../shared/engine.ts';
import type { Found } from './models.ts';
import { rawPrompt } from '../rawPrompt.ts';

/** A model and the length it is always asked for. */
export interface Loadable {
  readonly id: string;
  /** Tokens. One number per model: Ollama loads a model anew when it changes between two requests. */
  readonly contextLength: number;
}

export type Chosen = Found & Loadable;

export interface OllamaRequest {
  readonly route: '/api/generate' | '/api/chat';
  readonly body: object;
}

/**
 * Everything that decides how Ollama loads a model (num_ctx, shift, no other runner option) is the same in each request to that
 * model, whatever the request is for; only what belongs to one reply differs. `shift: false` because Ollama otherwise drops
 * the beginning of the prompt in silence once the reply has filled the context; with it the reply ends with "length".
 */
const always = ({ id, contextLength }: Loadable, keepAlive: number, options: object = {}) => ({
  model: id,
  shift: false,
  keep_alive: duration(keepAlive),
  options: { num_ctx: contextLength, ...options },
});

/** Loads the model without writing anything; a keep-alive of 0 ends it instead. */
export const loadRequest = (model: Loadable, keepAlive: number): OllamaRequest => ({
  route: '/api/generate',
  body: always(model, keepAlive),
});

export const requestOf = (request: GenerateRequest, model: Chosen, keepAlive: number): OllamaRequest =>
  request.turns === undefined
    ? rawRequest(request, rawPrompt(request.prompt), model, keepAlive)
    : templateRequest(request, request.turns, model, keepAlive);

/**
 * Our own prompt. `think: false`: it already ends with the opening tag, so the tags stay in the text and our splitter, which
 * also knows "answer now", reads them.
 */
const rawRequest = (
  { maxTokens, sampling }: GenerateRequest,
  prompt: string,
  model: Chosen,
  keepAlive: number,
): OllamaRequest => ({
  route: '/api/generate',
  body: {
    ...always(model, keepAlive, { ...writing(maxTokens, sampling), stop: model.family.endMarks }),
    prompt,
    raw: true,
    stream: true,
    think: false,
    truncate: false,
  },
});

/** The model's own template. Its own stops stay too: one that we send replaces all of them. */
const templateRequest = (
  { maxTokens, sampling }: GenerateRequest,
  turns: readonly Turn[],
  model: Chosen,
  keepAlive: number,
): OllamaRequest => ({
  route: '/api/chat',
  body: {
    ...always(model, keepAlive, writing(maxTokens, sampling)),
    // Ollama turns the letters of a mark into the mark wherever they stand, also in what a person wrote.
    messages: turns.map(({ role, text }) => ({ role, content: rawPrompt([text]) })),
    stream: true,
    // Asked of a model that cannot, Ollama answers HTTP 400.
    ...(model.thinks && { think: true }),
    truncate: false,
  },
});

const writing = (maxTokens: number, { temperature, topP }: GenerateRequest['sampling']) => ({
  num_predict: maxTokens,
  temperature,
  top_p: topP,
  // Ollama punishes repetition by default; code repeats itself.
  repeat_penalty: 1,
});

/** Minutes as Ollama reads them: numbers are seconds, and any below 0 mean for ever. */
const duration = (minutes: number): number | string => (minutes <= 0 ? Math.sign(minutes) : `${minutes}m`);
