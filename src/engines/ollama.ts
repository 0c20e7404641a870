import type { Engine, GenerateRequest, Health, ModelFacts, Piece, Purpose } from '../shared/engine.ts';
import { Failure } from '../shared/failure.ts';
import type { Log } from '../shared/log.ts';
import { routeOf } from './address.ts';
import type { Suited } from './modelChoice.ts';
import type { Net } from './net.ts';
import { ollamaFailure, openOllama, type OllamaModels } from './ollamaModels.ts';
import { readGenerated } from './ollamaStream.ts';
import { rawPrompt } from './rawPrompt.ts';
import { isOk, readRefusal, readText } from './reply.ts';

export interface OllamaOptions {
  readonly address: string;
  /** Names as Ollama lists them; empty or undefined takes the suitable one. */
  readonly models: { readonly completion?: string; readonly chat?: string };
  /** Tokens; 0 takes the family's. */
  readonly chatContextLength: number;
  /** Minutes a model stays in memory after its last use; -1 for ever. */
  readonly keepAlive: number;
  readonly log: Log;
  readonly net: Net;
}

/** A model with the length it is always asked for. */
interface Chosen extends Suited {
  /** Tokens. One number per model: Ollama loads a model anew when it changes between two requests. */
  readonly contextLength: number;
}

type ChosenModels = Readonly<Record<Purpose, Chosen | Failure>>;

/** Ollama holds back its headers until a cold model is loaded: minutes for a big one from a slow disk. */
const loadLimit = 600_000;

/** Milliseconds. How long what was found out about a model is believed: it could be replaced by one in the cloud. */
const trusted = 30_000;

/** An Ollama on this machine, with our own prompts for the families we know. */
export function createOllamaEngine(options: OllamaOptions): Engine {
  const { address, net, log } = options;
  const disposed = new AbortController();
  let known: { readonly models: ChosenModels; readonly at: number } | undefined;
  const answeredAt = new Map<string, number>();

  const choose = async (
    signal: AbortSignal,
  ): Promise<{ readonly models: ChosenModels; readonly ollama: OllamaModels }> => {
    const ollama = await openOllama(address, net, signal);
    const completion = await ollama.find('completion', options.models.completion);
    const chat = await ollama.find('chat', options.models.chat);
    const models = withLengths(completion, chat, options.chatContextLength);
    known = { models, at: Date.now() };
    return { models, ollama };
  };

  const modelFor = async (purpose: Purpose, signal: AbortSignal): Promise<Chosen> => {
    const fresh = known !== undefined && Date.now() - known.at < trusted;
    const models = fresh && known !== undefined ? known.models : (await choose(signal)).models;
    const model = models[purpose];
    if (!(model instanceof Failure)) return model;
    known = undefined;
    throw model;
  };

  /** A model that answered within its keep-alive is still in memory: then the prompt is being read. */
  const isLoaded = ({ id }: Chosen): boolean => {
    const at = answeredAt.get(id);
    return at !== undefined && (options.keepAlive < 0 || Date.now() - at < options.keepAlive * 60_000);
  };

  async function* generate(request: GenerateRequest, caller: AbortSignal): AsyncGenerator<Piece> {
    const signal = AbortSignal.any([caller, disposed.signal]);
    const model = await modelFor(request.purpose, signal);
    yield { kind: 'waiting', stage: isLoaded(model) ? 'reading' : 'loading' };
    const answer = await net.ask(
      {
        method: 'POST',
        url: routeOf(address, '/api/generate'),
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(bodyOf(request, model, options)),
        firstByte: loadLimit,
      },
      signal,
    );
    if (!isOk(answer)) {
      known = undefined;
      throw withModel(await readRefusal(answer), model, request.purpose);
    }
    for await (const piece of readGenerated(answer.bytes, address)) {
      // One read holds many pieces, and those after a Stop are not wanted.
      signal.throwIfAborted();
      answeredAt.set(model.id, Date.now());
      yield piece;
    }
  }

  return {
    async *generate(request, signal) {
      try {
        yield* generate(request, signal);
      } catch (error) {
        signal.throwIfAborted();
        throw ollamaFailure(error, address);
      }
    },
    async check(signal): Promise<Health> {
      try {
        const { models, ollama } = await choose(AbortSignal.any([signal, disposed.signal]));
        const facts = async (model: Chosen | Failure): Promise<ModelFacts | Failure> =>
          model instanceof Failure ? model : { ...model.facts, contextLength: await lengthOf(model, ollama) };
        return { engine: 'ollama', completion: await facts(models.completion), chat: await facts(models.chat) };
      } catch (error) {
        const failure = ollamaFailure(error, address);
        log('ollama.checkFailed', { kind: failure.kind });
        return { engine: 'ollama', completion: failure, chat: failure };
      }
    },
    async preload(purpose, signal) {
      await load(await modelFor(purpose, signal), options.keepAlive, signal);
    },
    async unload() {
      for (const model of chosenModels(known?.models)) await load(model, 0, disposed.signal);
      answeredAt.clear();
    },
    dispose: async () => disposed.abort(new Failure('unexpected', { message: 'the engine was disposed' })),
  };

  /** A request without a prompt loads the model, or, with a keep-alive of 0, ends it. */
  async function load(model: Chosen, keepAlive: number, signal: AbortSignal): Promise<void> {
    const body = JSON.stringify({
      model: model.id,
      keep_alive: duration(keepAlive),
      options: { num_ctx: model.contextLength },
    });
    const headers = { 'content-type': 'application/json' };
    const url = routeOf(address, '/api/generate');
    const answer = await net.ask({ method: 'POST', url, headers, body, firstByte: loadLimit }, signal);
    if (!isOk(answer)) throw await readRefusal(answer);
    await readText(answer);
  }

  /** What the model will hold; once we loaded it, what it was really given. */
  async function lengthOf(model: Chosen, ollama: OllamaModels): Promise<number> {
    const allocated = answeredAt.has(model.id) ? await ollama.allocated(model.id) : undefined;
    return Math.min(model.contextLength, allocated ?? model.contextLength);
  }
}

function withLengths(completion: Suited | Failure, chat: Suited | Failure, chatContextLength: number): ChosenModels {
  const wanted = new Map<string, number>();
  const want = (model: Suited | Failure, length: number): void => {
    if (model instanceof Failure) return;
    const asked = Math.min(length === 0 ? model.family.contextLength : length, model.facts.contextLength);
    wanted.set(model.id, Math.max(asked, wanted.get(model.id) ?? 0));
  };
  want(completion, 0);
  want(chat, chatContextLength);
  const chosen = (model: Suited | Failure): Chosen | Failure =>
    model instanceof Failure ? model : { ...model, contextLength: wanted.get(model.id) ?? model.family.contextLength };
  return { completion: chosen(completion), chat: chosen(chat) };
}

/**
 * Everything that decides how Ollama loads a model (num_ctx, shift, keep_alive, no other runner option) is the same in each
 * request to that model; only what belongs to one reply differs. `think: false`: the prompt already ends with the opening
 * tag, so the tags stay in the text and our splitter, which also knows "answer now", reads them.
 */
const bodyOf = (
  { prompt, maxTokens, sampling }: GenerateRequest,
  model: Chosen,
  { keepAlive }: OllamaOptions,
): object => ({
  model: model.id,
  prompt: rawPrompt(prompt ?? []),
  raw: true,
  stream: true,
  think: false,
  truncate: false,
  keep_alive: duration(keepAlive),
  options: {
    num_ctx: model.contextLength,
    num_predict: maxTokens,
    temperature: sampling.temperature,
    top_p: sampling.topP,
    // Ollama punishes repetition by default; code repeats itself.
    repeat_penalty: 1,
    stop: model.family.endMarks,
  },
});

const duration = (minutes: number): number | string => (minutes < 0 ? -1 : `${minutes}m`);

const chosenModels = (models: ChosenModels | undefined): readonly Chosen[] =>
  models === undefined
    ? []
    : [models.completion, models.chat].flatMap(model => (model instanceof Failure ? [] : [model]));

/** A model can be deleted between two requests. A 404 that does not speak of a model comes from another kind of server. */
const withModel = (failure: Failure, model: Chosen, purpose: Purpose): Failure =>
  failure.kind === 'notFound' && /model/i.test(String(failure.facts['message']))
    ? new Failure('noModel', { model: model.id, purpose }, failure)
    : failure;
