import type { Engine, GenerateRequest, Health, ModelFacts, Piece, Purpose } from '../shared/engine.ts';
import { asFailure, Failure } from '../shared/failure.ts';
import type { Log } from '../shared/log.ts';
import { routeOf } from './address.ts';
import { readChunks, readNative } from './completionStream.ts';
import { chooseModel, type Suited } from './modelChoice.ts';
import type { Net, NetAnswer } from './net.ts';
import { createOllamaEngine } from './ollama.ts';
import { rawPrompt } from './rawPrompt.ts';
import { isOk, readRefusal } from './reply.ts';
import { isLoading, recogniseServer, whenLoaded, type Server } from './serverKind.ts';

export interface ServerOptions {
  readonly address: string;
  readonly apiKey?: string;
  /** Names as the server lists them; empty or undefined takes the suitable one. */
  readonly models: { readonly completion?: string; readonly chat?: string };
  /** Tokens; 0 takes what the server gives. A server's own length cannot be raised from here. */
  readonly chatContextLength: number;
  readonly log: Log;
  readonly net: Net;
}

type AskedServer = Exclude<Server, { readonly kind: 'ollama' }>;

/** A server that loads a model on demand holds back its answer meanwhile. */
const loadLimit = 600_000;

/**
 * A server with OpenAI's routes: llama-server, LM Studio, vLLM, SGLang. Prompts are ours also here, as plain text completions:
 * the servers' own fill-in-the-middle routes cut or rewrite the prompt. An Ollama at this address is served as an Ollama.
 */
export function createServerEngine(options: ServerOptions): Engine {
  const { address, apiKey = '', net, log } = options;
  const headers: Readonly<Record<string, string>> = apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` };
  const disposed = new AbortController();
  const ollama = createOllamaEngine({ ...options, keepAlive: 10 });
  let known: Server | undefined;

  const recognise = async (signal: AbortSignal): Promise<Server> => {
    known = await recogniseServer({ address, headers, net }, signal);
    log('server.recognised', { kind: known.kind });
    return known;
  };

  const ask = async (
    server: AskedServer,
    request: GenerateRequest,
    model: Suited,
    signal: AbortSignal,
  ): Promise<NetAnswer> => {
    const { route, body } = questionFor(server, request, model);
    const answer = await net.ask(
      {
        method: 'POST',
        url: routeOf(address, route),
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        firstByte: loadLimit,
      },
      signal,
    );
    if (isOk(answer)) return answer;
    throw await readRefusal(answer);
  };

  async function* generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<Piece> {
    const server = yield* waitingFor(() => (known ? Promise.resolve(known) : recognise(signal)), signal);
    if (server.kind === 'ollama') {
      yield* ollama.generate(request, signal);
      return;
    }
    const model = chooseModel(server.models, options.models[request.purpose], request.purpose);
    if (model instanceof Failure) throw model;
    yield { kind: 'waiting', stage: 'reading' };
    const answer = yield* waitingFor(() => ask(server, request, model, signal), signal);
    yield* server.kind === 'llamaServer' ? readNative(answer.bytes, address) : readChunks(answer.bytes, address);
  }

  return {
    async *generate(request, caller) {
      const signal = AbortSignal.any([caller, disposed.signal]);
      try {
        yield* generate(request, signal);
      } catch (error) {
        caller.throwIfAborted();
        // Another server may be started at the same address, or this one with another model.
        known = undefined;
        throw asFailure(error);
      }
    },
    async check(caller): Promise<Health> {
      const signal = AbortSignal.any([caller, disposed.signal]);
      try {
        const server = await recognise(signal);
        if (server.kind === 'ollama') return { ...(await ollama.check(signal)), engine: 'server' };
        const facts = (purpose: Purpose): ModelFacts | Failure => {
          const model = chooseModel(server.models, options.models[purpose], purpose);
          return model instanceof Failure ? model : limited(model.facts, purpose, options.chatContextLength);
        };
        return { engine: 'server', completion: facts('completion'), chat: facts('chat') };
      } catch (error) {
        const failure = asFailure(error);
        log('server.checkFailed', { kind: failure.kind });
        return { engine: 'server', completion: failure, chat: failure };
      }
    },
    async preload(purpose, signal) {
      if (known?.kind === 'ollama') await ollama.preload(purpose, signal);
    },
    async unload() {
      if (known?.kind === 'ollama') await ollama.unload();
    },
    async dispose() {
      disposed.abort(new Failure('unexpected', { message: 'the engine was disposed' }));
      await ollama.dispose();
    },
  };
}

/** Waits for something, and while the server loads its model says so and asks again. */
async function* waitingFor<T>(ask: () => Promise<T>, signal: AbortSignal): AsyncGenerator<Piece, T> {
  try {
    return await ask();
  } catch (error) {
    if (!isLoading(error)) throw error;
    yield { kind: 'waiting', stage: 'loading' };
    return await whenLoaded(ask, signal);
  }
}

const limited = (facts: ModelFacts, purpose: Purpose, chatContextLength: number): ModelFacts =>
  purpose === 'chat' && chatContextLength > 0
    ? { ...facts, contextLength: Math.min(chatContextLength, facts.contextLength) }
    : facts;

interface Question {
  readonly route: string;
  readonly body: object;
}

function questionFor(server: AskedServer, request: GenerateRequest, model: Suited): Question {
  const { maxTokens, purpose, sampling } = request;
  const common = {
    prompt: rawPrompt(request.prompt ?? []),
    stream: true,
    temperature: sampling.temperature,
    top_p: sampling.topP,
    stop: model.family.endMarks,
  };
  if (server.kind === 'openAi') {
    const body = { ...common, model: model.id, max_tokens: maxTokens, stream_options: { include_usage: true } };
    return { route: '/v1/completions', body };
  }
  const body = {
    ...common,
    n_predict: maxTokens,
    cache_prompt: true,
    return_progress: true,
    ...slotFor(purpose, server.slots),
  };
  return { route: '/completion', body };
}

/** Each purpose keeps its own slot, so that a chat does not push the completion's prompt out of the cache. */
const slotFor = (purpose: Purpose, slots: number): object =>
  slots < 2 ? {} : { id_slot: purpose === 'completion' ? 0 : 1 };
