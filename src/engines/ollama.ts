import type { Engine, GenerateRequest, Health, ModelFacts, Piece, Purpose } from '../shared/engine.ts';
import { asFailure, Failure } from '../shared/failure.ts';
import type { Log } from '../shared/log.ts';
import { routeOf } from './address.ts';
import type { Net, NetAnswer } from './net.ts';
import { createOllamaClient, type Listed } from './ollama/client.ts';
import { createOllamaMemory } from './ollama/memory.ts';
import { findModels, refuseOld, type Found, type FoundModels } from './ollama/models.ts';
import { loadRequest, requestOf, type Chosen, type OllamaRequest } from './ollama/request.ts';
import { readGenerated } from './ollama/stream.ts';
import { loadLimit, post } from './post.ts';
import { isOk, readRefusal, readText } from './reply.ts';
import { Schedule } from './schedule.ts';

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

type ChosenModels = Readonly<Record<Purpose, Chosen | Failure>>;

/** An Ollama on this machine, with our own prompts for the families we know and the model's own template for others. */
export function createOllamaEngine(options: OllamaOptions): Engine {
  const { address, net, log, keepAlive } = options;
  const client = createOllamaClient(address, net);
  const memory = createOllamaMemory(client, log);
  const disposed = new AbortController();
  const schedule = new Schedule();
  /** Ends what runs when models are unloaded. */
  let unloading = new AbortController();
  const used = new Map<string, Chosen>();
  let known: { readonly models: ChosenModels; readonly list: string } | undefined;

  const choose = async (signal: AbortSignal): Promise<ChosenModels> => {
    await refuseOld(client, address, signal);
    const listed = await client.list(signal);
    const found = await findModels(client, listed, options.models, signal);
    const models = withLengths(found, options.chatContextLength);
    known = { models, list: fingerprint(listed) };
    return models;
  };

  /** Without asking where it was found out before; it can be out of date. */
  const expectedModel = async (purpose: Purpose, signal: AbortSignal): Promise<Chosen> => {
    const expected = known?.models[purpose];
    return expected === undefined || expected instanceof Failure ? orThrow((await choose(signal))[purpose]) : expected;
  };

  /**
   * The last thing before a prompt is sent: a name can be given to a model in the cloud at any moment. What was found out
   * about the models is believed as long as the list, which holds their digests, stays the same.
   */
  const modelNow = async (purpose: Purpose, signal: AbortSignal): Promise<Chosen> => {
    const before = known;
    const isSame = before !== undefined && before.list === fingerprint(await client.list(signal));
    return orThrow((isSame ? before.models : await choose(signal))[purpose]);
  };

  const send = async ({ route, body }: OllamaRequest, signal: AbortSignal): Promise<NetAnswer> => {
    const answer = await net.ask(post(routeOf(address, route), body, { firstByte: loadLimit }), signal);
    if (!isOk(answer)) throw await readRefusal(answer);
    return answer;
  };

  async function* ask(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<Piece> {
    const { purpose } = request;
    let isCold = !(await memory.holdsForNext(await expectedModel(purpose, signal), signal));
    yield { kind: 'waiting', stage: isCold ? 'loading' : 'reading' };
    const model = await modelNow(purpose, signal);
    used.set(model.id, model);
    const answer = await send(requestOf(request, model, keepAlive), signal).catch(missing(model, purpose));
    for await (const piece of readGenerated(answer.bytes, address)) {
      // Many lines can come in one read: none is given after a stop.
      signal.throwIfAborted();
      memory.wrote(model);
      if (isCold) await readBack(model, signal);
      isCold = false;
      yield piece;
    }
  }

  /** What is only good to know must not end a reply. */
  const readBack = (model: Chosen, signal: AbortSignal): Promise<void> =>
    memory.readBack(model, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      log('ollama.lengthUnknown', { kind: asFailure(error).kind });
    });

  const preload = async (purpose: Purpose, signal: AbortSignal): Promise<void> => {
    const model = await modelNow(purpose, signal);
    // Ollama takes "load, and keep for no time" as the wish to end the model.
    if (keepAlive === 0) return;
    used.set(model.id, model);
    const answer = await send(loadRequest(model, keepAlive), signal).catch(missing(model, purpose));
    await readText(answer);
    await readBack(model, signal);
  };

  const end = async (model: Chosen): Promise<void> => {
    try {
      await readText(await send(loadRequest(model, 0), disposed.signal));
    } catch (error) {
      // A model that was deleted and a server that is gone hold no memory.
      const { kind, facts } = asFailure(error);
      if (kind !== 'unreachable' && facts['status'] !== 404) throw error;
    }
  };

  /** Its model is another one and in memory already: so it neither waits for the answer nor ends the model that writes it. */
  const mayCompleteBesideChat = async (signal: AbortSignal): Promise<boolean> => {
    const model = await expectedModel('completion', signal);
    const chat = known?.models.chat;
    const isAnother = chat instanceof Failure || chat?.id !== model.id;
    return isAnother && memory.holds(model, signal);
  };

  const ending = (signal: AbortSignal): AbortSignal => AbortSignal.any([signal, unloading.signal, disposed.signal]);

  /** After a failure nothing is believed: another version, or another server, may answer next. */
  const failed = (error: unknown, caller: AbortSignal): Failure => {
    caller.throwIfAborted();
    known = undefined;
    return asFailure(error);
  };

  return {
    async *generate(request, caller) {
      try {
        const signal = ending(caller);
        yield* schedule.run(request.purpose, mayCompleteBesideChat, () => ask(request, signal), signal);
      } catch (error) {
        throw failed(error, caller);
      }
    },
    async check(caller): Promise<Health> {
      try {
        const models = await choose(AbortSignal.any([caller, disposed.signal]));
        const facts = (model: Chosen | Failure): ModelFacts | Failure =>
          model instanceof Failure
            ? model
            : { ...model.facts, contextLength: memory.lengthOf(model), longestContext: model.facts.contextLength };
        return { engine: 'ollama', completion: facts(models.completion), chat: facts(models.chat) };
      } catch (error) {
        const failure = asFailure(error);
        log('ollama.checkFailed', { kind: failure.kind });
        return { engine: 'ollama', completion: failure, chat: failure };
      }
    },
    async preload(purpose, caller) {
      try {
        await preload(purpose, ending(caller));
      } catch (error) {
        throw failed(error, caller);
      }
    },
    async unload() {
      unloading.abort(new Failure('engineDied', { reason: 'ended' }));
      unloading = new AbortController();
      const models = [...used.values()];
      used.clear();
      memory.forget();
      const ended = await Promise.allSettled(models.map(end));
      for (const one of ended) if (one.status === 'rejected') throw one.reason;
    },
    dispose: async () => disposed.abort(new Failure('unexpected', { message: 'the engine was disposed' })),
  };
}

function orThrow(model: Chosen | Failure): Chosen {
  if (model instanceof Failure) throw model;
  return model;
}

const fingerprint = (listed: readonly Listed[]): string =>
  JSON.stringify(
    listed.map(({ name, digest, remote_host, remote_model }) => [name, digest, remote_host, remote_model]),
  );

/** A model that serves both purposes has one length, the longer: the shorter would load it anew each time. */
function withLengths({ completion, chat }: FoundModels, chatContextLength: number): ChosenModels {
  const wanted = new Map<string, number>();
  const want = (model: Found | Failure, length: number): void => {
    if (model instanceof Failure) return;
    const asked = Math.min(length === 0 ? model.family.contextLength : length, model.facts.contextLength);
    wanted.set(model.id, Math.max(asked, wanted.get(model.id) ?? 0));
  };
  want(completion, 0);
  want(chat, chatContextLength);
  const chosen = (model: Found | Failure): Chosen | Failure =>
    model instanceof Failure ? model : { ...model, contextLength: wanted.get(model.id) ?? model.family.contextLength };
  return { completion: chosen(completion), chat: chosen(chat) };
}

/** A model can be deleted between two requests. A 404 that does not speak of a model comes from another kind of server. */
const missing =
  ({ id }: Chosen, purpose: Purpose) =>
  (error: unknown): never => {
    const { kind, facts } = asFailure(error);
    const isMissing = kind === 'notFound' && /model/i.test(String(facts['message']));
    throw isMissing ? new Failure('noModel', { model: id, purpose }, error) : error;
  };
