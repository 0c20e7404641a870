import { setImmediate } from 'node:timers/promises';
import { EventEmitter, type Disposable } from 'vscode';
import { chooseEngine, mostTelling } from '../models/choose.ts';
import { type Family, familyOf } from '../models/families.ts';
import type { Engine, Health, Purpose } from '../shared/engine.ts';
import { Failure } from '../shared/failure.ts';
import type { Log } from '../shared/log.ts';
import type { Settings } from '../shared/settings.ts';

/** A model that can be asked now. */
export interface Served {
  readonly engine: Engine;
  readonly family: Family;
  readonly modelName: string;
  /** Tokens that the model can hold at once. */
  readonly contextLength: number;
  /** As far as that can be raised, and the bytes each token takes; absent where it cannot be or is not known. */
  readonly longestContext?: number;
  readonly cacheBytesPerToken?: number;
  /** The same of the engine's second cache; absent where there is none. */
  readonly quickCacheLength?: number;
}

/** What is known of the engines: still looking, or the one in use with its health. */
export type EngineState =
  | { readonly kind: 'looking' }
  | { readonly kind: 'found'; readonly health: Health; readonly served: Readonly<Record<Purpose, Served | Failure>> };

interface Candidate {
  readonly engine: Engine;
  readonly health: Health;
}

/** Milliseconds between two looks that nobody asked for. */
const lookInterval = 10_000;

/** Keeps the engine in use: chosen once from the candidates the settings allow, and again when they change. */
export class Engines implements Disposable {
  readonly #makeCandidates: (settings: Settings) => readonly Engine[];
  readonly #log: Log;
  readonly #changed = new EventEmitter<EngineState>();
  readonly onDidChange = this.#changed.event;
  #state: EngineState = { kind: 'looking' };
  #current: Promise<EngineState> = Promise.resolve(this.#state);
  #open: readonly Engine[] = [];
  #looking = new AbortController();
  #lookedAt = 0;

  constructor(makeCandidates: (settings: Settings) => readonly Engine[], log: Log) {
    this.#makeCandidates = makeCandidates;
    this.#log = log;
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Why the engine in use cannot serve a purpose, where it cannot. */
  failures(): readonly Failure[] {
    if (this.#state.kind === 'looking') return [];
    const { completion, chat } = this.#state.served;
    return [completion, chat].flatMap(served => (served instanceof Failure ? [served] : []));
  }

  /** Ends what runs and chooses anew. */
  restart(settings: Settings): void {
    this.#looking.abort();
    this.#looking = new AbortController();
    this.#disposeAll(this.#open);
    this.#open = this.#makeCandidates(settings);
    this.#set({ kind: 'looking' });
    this.#current = this.#look(this.#open, this.#looking.signal);
  }

  /** Looks again at the engine in use, without ending it: a server may have been started meanwhile. */
  recheck(): void {
    this.#current = this.#look(this.#open, this.#looking.signal);
  }

  /** Looks again where that could help and was not done in the last seconds: called as often as a person types. */
  lookAgain(): void {
    if (this.#state.kind === 'found' && performance.now() - this.#lookedAt > lookInterval) this.recheck();
  }

  /** Gives back the memory of all models; they are loaded again when they are asked. */
  async unload(): Promise<void> {
    await Promise.all(this.#open.map(engine => engine.unload()));
  }

  /** The model for a purpose, once it is known. Throws the Failure that says why there is none. */
  async serve(purpose: Purpose, signal: AbortSignal): Promise<Served> {
    if (mayHaveChanged(this.#state, purpose)) this.lookAgain();
    const state = await this.#current;
    signal.throwIfAborted();
    if (state.kind === 'looking') throw new Failure('noModel');
    const served = state.served[purpose];
    if (served instanceof Failure) throw served;
    return served;
  }

  dispose(): void {
    this.#looking.abort();
    this.#disposeAll(this.#open);
    this.#changed.dispose();
  }

  /** Resolves when every process that was started has been told to end. */
  async end(): Promise<void> {
    await Promise.all(this.#open.map(engine => engine.dispose()));
  }

  async #look(engines: readonly Engine[], signal: AbortSignal): Promise<EngineState> {
    this.#lookedAt = performance.now();
    // Starting a process blocks for some 20 ms; they shall not lengthen the extension's activation.
    await setImmediate();
    const candidates = await Promise.all(
      engines.map(async (engine): Promise<Candidate> => ({ engine, health: await engine.check(signal) })),
    );
    // Whoever waits for a search that a newer one replaced waits for the newer one; after dispose there is none.
    if (signal.aborted) return this.#looking.signal === signal ? this.#state : this.#current;
    const best = chooseEngine(candidates) ?? mostTelling(candidates);
    if (best === undefined) return this.#state;
    for (const { health } of candidates) this.#log('engine.checked', factsOf(health));
    this.#log('engine.chosen', { engine: best.health.engine });
    return this.#set({
      kind: 'found',
      health: best.health,
      served: { completion: servedBy(best, 'completion'), chat: servedBy(best, 'chat') },
    });
  }

  #set(state: EngineState): EngineState {
    this.#state = state;
    this.#changed.fire(state);
    return state;
  }

  #disposeAll(engines: readonly Engine[]): void {
    for (const engine of engines)
      engine.dispose().catch((error: unknown) => this.#log('engine.disposeFailed', { message: String(error) }));
  }
}

/** A server can be started, a model put in its place and memory be freed at any time; what is wrong with a file stays wrong. */
function mayHaveChanged(state: EngineState, purpose: Purpose): boolean {
  if (state.kind === 'looking') return false;
  const served = state.served[purpose];
  return (
    served instanceof Failure &&
    ['unreachable', 'noModel', 'serverBusy', 'badReply', 'notEnoughMemory'].includes(served.kind)
  );
}

function servedBy({ engine, health }: Candidate, purpose: Purpose): Served | Failure {
  const model = health[purpose];
  if (model instanceof Failure) return model;
  const family = familyOf(model);
  return family === undefined
    ? new Failure('wrongModel', { model: model.name, purpose })
    : {
        engine,
        family,
        modelName: model.name,
        contextLength: model.contextLength,
        ...(model.quickCacheLength !== undefined && { quickCacheLength: model.quickCacheLength }),
        ...(model.longestContext !== undefined && { longestContext: model.longestContext }),
        ...(model.cacheBytesPerToken !== undefined && { cacheBytesPerToken: model.cacheBytesPerToken }),
      };
}

const factsOf = (health: Health): Record<string, string> => ({
  engine: health.engine,
  completion: health.completion instanceof Failure ? health.completion.kind : health.completion.name,
  chat: health.chat instanceof Failure ? health.chat.kind : health.chat.name,
});
