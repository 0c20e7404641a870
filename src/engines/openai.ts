import type { Engine, GenerateRequest, Health, ModelFacts, Piece, Purpose } from '../shared/engine.ts';
import { asFailure, Failure } from '../shared/failure.ts';
import type { Log } from '../shared/log.ts';
import { isLoopback, routeOf } from './address.ts';
import { keyedNet, type ApiKey } from './keyedNet.ts';
import { chooseModel, type Suited } from './modelChoice.ts';
import type { Net, NetAnswer } from './net.ts';
import { createOllamaEngine } from './ollama.ts';
import { loadLimit, post } from './post.ts';
import { isOk, readRefusal } from './reply.ts';
import { Schedule } from './schedule.ts';
import { waitingFor } from './servers/loading.ts';
import { moveModel } from './servers/memory.ts';
import { questionFor, type Question } from './servers/question.ts';
import { recogniseServer } from './servers/recognise.ts';
import { tokensAtFirst, tokensLeft } from './servers/room.ts';
import { mayRunBeside, serverNames, type AskedServer, type Server } from './servers/server.ts';

export interface ServerOptions {
  readonly address: string;
  /** Sent to this address and nowhere else; no failure and no log holds it. */
  readonly apiKey?: ApiKey;
  /** Names as the server lists them; empty or undefined takes the suitable one. */
  readonly models: { readonly completion?: string; readonly chat?: string };
  /** Tokens; 0 takes what the server gives. A server's own length cannot be raised from here. */
  readonly chatContextLength: number;
  /** Minutes a model stays in memory after its last use, where the server turns out to be an Ollama; -1 for ever. */
  readonly keepAlive: number;
  readonly log: Log;
  readonly net: Net;
}

/**
 * A server with OpenAI's routes: llama-server, LM Studio, vLLM, SGLang. Prompts are ours also here, as plain text completions:
 * the servers' own fill-in-the-middle routes cut or rewrite the prompt. An Ollama at this address is served as an Ollama.
 */
export function createServerEngine(options: ServerOptions): Engine {
  const { address, apiKey, log } = options;
  const net = apiKey === undefined ? options.net : keyedNet(options.net, address, apiKey);
  const at = { address, net };
  const disposed = new AbortController();
  const schedule = new Schedule();
  const ollama = createOllamaEngine({ ...options, net });
  let known: Server | undefined;
  /** Models that were not in the server's memory before we asked: only these are ours to unload. By their ids. */
  const ours = new Map<string, 'loading' | 'loaded'>();

  const recognise = async (signal: AbortSignal): Promise<Server> => {
    known = await recogniseServer(at, signal);
    log('server.recognised', { kind: known.kind });
    return known;
  };

  const modelFor = (server: AskedServer, purpose: Purpose): Suited | Failure =>
    chooseModel(server.models, options.models[purpose], purpose);

  const servedModel = (server: AskedServer, { id }: Suited) => server.models.find(model => model.id === id);

  const send = async ({ route, body }: Question, signal: AbortSignal): Promise<NetAnswer> => {
    const answer = await net.ask(post(routeOf(address, route), body, { firstByte: loadLimit }), signal);
    // LM Studio has errors with status 200, which are no stream.
    if (isOk(answer) && !/^application\/json/i.test(answer.contentType)) return answer;
    throw await readRefusal(answer);
  };

  /** One request to a server that is known, with a model that is chosen. */
  async function* ask(
    server: AskedServer,
    model: Suited,
    request: GenerateRequest,
    signal: AbortSignal,
  ): AsyncGenerator<Piece> {
    const served = servedModel(server, model);
    const isLoaded = served?.isLoaded !== false || ours.get(model.id) === 'loaded';
    yield { kind: 'waiting', stage: isLoaded ? 'reading' : 'loading' };
    let maxTokens = tokensAtFirst(server.kind, request.maxTokens, served?.contextLength);
    let hasWritten = false;
    for (;;) {
      const question = questionFor(server, request, model, maxTokens);
      try {
        const answer = yield* waitingFor(() => send(question, signal), signal);
        if (!isLoaded) ours.set(model.id, 'loaded');
        for await (const piece of question.read(answer.bytes, address)) {
          // One read holds many pieces, and those after a Stop are not wanted.
          signal.throwIfAborted();
          hasWritten ||= piece.kind !== 'waiting';
          yield piece;
        }
        return;
      } catch (error) {
        // Older SGLangs refuse inside the stream.
        const left = hasWritten ? undefined : tokensLeft(server.kind, maxTokens, error);
        if (left === undefined) throw error;
        maxTokens = left;
      }
    }
  }

  async function* generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<Piece> {
    const server = yield* waitingFor(() => (known ? Promise.resolve(known) : recognise(signal)), signal);
    if (server.kind === 'ollama') {
      yield* ollama.generate(request, signal);
      return;
    }
    const model = modelFor(server, request.purpose);
    if (model instanceof Failure) throw model;
    const { purpose } = request;
    yield* schedule.run(purpose, mayRun(server, model), () => ask(server, model, request, signal), signal);
  }

  const mayRun = (server: AskedServer, completion: Suited) => async (): Promise<boolean> => {
    const chat = modelFor(server, 'chat');
    return chat instanceof Failure || mayRunBeside(server, completion.id, chat.id);
  };

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
        const serverName = serverNames[server.kind];
        const name = serverName === undefined ? {} : { serverName };
        if (server.kind === 'ollama') return { ...(await ollama.check(signal)), engine: 'server', ...name };
        const facts = (purpose: Purpose): ModelFacts | Failure => {
          const model = modelFor(server, purpose);
          return model instanceof Failure ? model : limited(model.facts, purpose, options.chatContextLength);
        };
        return { engine: 'server', completion: facts('completion'), chat: facts('chat'), ...name };
      } catch (error) {
        const failure = asFailure(error);
        log('server.checkFailed', { kind: failure.kind });
        return { engine: 'server', completion: failure, chat: failure };
      }
    },
    async preload(purpose, caller) {
      const signal = AbortSignal.any([caller, disposed.signal]);
      const server = await recognise(signal);
      if (server.kind === 'ollama') return ollama.preload(purpose, signal);
      const model = modelFor(server, purpose);
      if (model instanceof Failure) throw model;
      if (servedModel(server, model)?.isLoaded !== false) return;
      // llama-server's router answers before the model is there.
      if (await moveModel(server.kind, 'load', model.id, at, signal)) ours.set(model.id, 'loading');
    },
    async unload() {
      if (known?.kind === 'ollama') return ollama.unload();
      // On another machine somebody else may be using the model by now, and the memory is not this person's.
      if (ours.size === 0 || !isLoopback(routeOf(address, '').hostname)) return;
      // The server may have forgotten some of them by itself.
      const server = await recognise(disposed.signal);
      if (server.kind === 'ollama') return;
      for (const { id, isLoaded } of server.models) {
        if (isLoaded === true && ours.has(id)) await moveModel(server.kind, 'unload', id, at, disposed.signal);
      }
      ours.clear();
      known = undefined;
    },
    async dispose() {
      disposed.abort(new Failure('unexpected', { message: 'the engine was disposed' }));
      await ollama.dispose();
    },
  };
}

const limited = (facts: ModelFacts, purpose: Purpose, chatContextLength: number): ModelFacts =>
  purpose === 'chat' && chatContextLength > 0
    ? { ...facts, contextLength: Math.min(chatContextLength, facts.contextLength) }
    : facts;
