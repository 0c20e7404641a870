import { existsSync } from 'node:fs';
import type { Engine, GenerateRequest, Health, ModelFacts, Piece, Purpose } from '../../shared/engine.ts';
import { asFailure, Failure } from '../../shared/failure.ts';
import type { Log } from '../../shared/log.ts';
import { EngineProcess } from './childProcess.ts';
import { ggufFilesIn } from './modelsFolder.ts';
import { PieceQueue } from './pieceQueue.ts';
import type { ProcessRegistry } from './processRegistry.ts';
import { RestartLimit } from './restartLimit.ts';
import type { Found, FromChild } from './wire.ts';

export interface EmbeddedEngineOptions {
  /** The script of the engine's process: dist/engine.mjs, or child.ts where Node runs TypeScript. */
  readonly childPath: string;
  /** Paths of GGUF files; a purpose without one cannot be served. */
  readonly models: { readonly [purpose in Purpose]?: string | undefined };
  /** Tokens, at most what the model was trained for; the family's own length where absent. */
  readonly contextLength?: { readonly [purpose in Purpose]?: number | undefined };
  /** A folder with GGUF files: the best one in it serves a purpose without a path. */
  readonly folder?: string;
  /** Threads to compute with; chosen by the process where absent. */
  readonly threads?: number;
  /** Minutes a model stays in memory after its last use; for ever where absent or negative. */
  readonly keepAlive?: number;
  /** Bytes the models may use; what the system says is free where absent. */
  readonly memory?: number;
  readonly log: Log;
  /** The Node that runs the process; this program's own where absent. */
  readonly execPath?: string;
  /** Where processes are remembered, so that a later editor ends one that outlived this one. */
  readonly registry?: ProcessRegistry;
}

export interface EmbeddedEngine extends Engine {
  /** Ends the process and forgets its crashes; the next request starts it anew. What is being generated fails. */
  restart(): Promise<void>;
}

/** The engine that needs nothing installed: node-llama-cpp in a process of its own, started by the first request. */
export const createEmbeddedEngine = (options: EmbeddedEngineOptions): EmbeddedEngine => new ProcessEngine(options);

type FoundByPurpose = { readonly [purpose in Purpose]?: Found | undefined };

/** One who waits for messages of the process. */
interface Waiting {
  receive(message: FromChild): void;
  fail(failure: Failure): void;
}

class ProcessEngine implements EmbeddedEngine {
  readonly #options: EmbeddedEngineOptions;
  readonly #waiting = new Map<number, Waiting>();
  readonly #restartLimit = new RestartLimit();
  #process: EngineProcess | undefined;
  #hasDied = false;
  #isDisposed = false;
  #lastId = 0;

  constructor(options: EmbeddedEngineOptions) {
    this.#options = options;
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<Piece, void> {
    signal.throwIfAborted();
    const { purpose, prompt, maxTokens, sampling, cache } = request;
    if (!this.#mayServe(purpose)) throw new Failure('noModel', { purpose });
    if (prompt === undefined) throw new Failure('unexpected', { message: 'the built-in engine knows no templates' });
    const process = this.#running();
    const pieces = new PieceQueue();
    const id = this.#await({
      receive: message => {
        if (message.kind !== 'piece') return;
        if (message.piece.kind === 'end') this.#waiting.delete(id);
        pieces.push(message.piece);
      },
      fail: failure => pieces.fail(failure),
    });
    process.send({ kind: 'generate', id, request: { purpose, prompt: [...prompt], maxTokens, sampling, cache } });
    try {
      yield* pieces.read(signal);
    } finally {
      // Still waiting means that the iteration was left before the stream's end.
      if (this.#waiting.delete(id)) process.send({ kind: 'abort', id });
    }
  }

  async check(signal: AbortSignal): Promise<Health> {
    if (!this.#mayServe('completion') && !this.#mayServe('chat'))
      return health(purpose => new Failure('noModel', { purpose }));
    try {
      const found = await this.#find(signal);
      return health(purpose => factsOrFailure(purpose, found[purpose]));
    } catch (error) {
      const failure = asFailure(error);
      return health(purpose => (this.#mayServe(purpose) ? failure : new Failure('noModel', { purpose })));
    }
  }

  async preload(purpose: Purpose, signal: AbortSignal): Promise<void> {
    const nothing = { purpose, prompt: [], maxTokens: 0, sampling: { temperature: 0, topP: 1 } };
    for await (const _ of this.generate(nothing, signal));
  }

  /** The process holds the memory, so it ends; its crashes are not forgotten. */
  async unload(): Promise<void> {
    await this.#stop();
  }

  async restart(): Promise<void> {
    this.#restartLimit.reset();
    await this.#stop();
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.#stop();
  }

  /** Which files are in the folder is looked at by the process alone; an empty one is not worth starting it. */
  #mayServe(purpose: Purpose): boolean {
    const { models, folder } = this.#options;
    return Boolean(models[purpose]) || (folder !== undefined && ggufFilesIn(folder).length > 0);
  }

  async #find(signal: AbortSignal): Promise<FoundByPurpose> {
    signal.throwIfAborted();
    const process = this.#running();
    const answer = Promise.withResolvers<FoundByPurpose>();
    const id = this.#await({
      receive: message => {
        if (message.kind === 'checked') answer.resolve(message.found);
      },
      fail: failure => answer.reject(failure),
    });
    const stop = () => answer.reject(signal.reason);
    signal.addEventListener('abort', stop);
    process.send({ kind: 'check', id });
    try {
      return await answer.promise;
    } finally {
      signal.removeEventListener('abort', stop);
      this.#waiting.delete(id);
    }
  }

  #await(waiting: Waiting): number {
    const id = ++this.#lastId;
    this.#waiting.set(id, waiting);
    return id;
  }

  /** The process, started where it is not running. Throws Failure "engineCannotStart". */
  #running(): EngineProcess {
    if (this.#isDisposed) throw new Failure('engineCannotStart', { reason: 'ended' });
    if (this.#process !== undefined) return this.#process;
    if (this.#hasDied && !this.#restartLimit.mayRestart())
      throw new Failure('engineCannotStart', { reason: 'ended too often' });
    // The package for all platforms comes without the engine.
    if (!existsSync(this.#options.childPath)) throw new Failure('engineCannotStart', { reason: 'not included' });
    const process: EngineProcess = new EngineProcess({
      childPath: this.#options.childPath,
      execPath: this.#options.execPath,
      onMessage: message => this.#receive(message),
      onGone: failure => this.#died(failure),
      onExit: () => this.#forget(process.pid),
    });
    const { models, contextLength = {}, folder, threads, keepAlive = -1, memory } = this.#options;
    const start = { folder, threads, keepAlive, memory, models: set(models), contextLength: set(contextLength) };
    process.send({ kind: 'start', ...start });
    this.#options.log('engine.started', { pid: process.pid });
    this.#process = process;
    this.#remember(process);
    return process;
  }

  #remember({ pid, token }: EngineProcess): void {
    const { registry, log } = this.#options;
    if (pid === undefined || registry === undefined) return;
    try {
      registry.add({ pid, token, parent: process.pid });
    } catch (error) {
      // Without the second net the first one still holds.
      log('engine.notRegistered', { message: String(error) });
    }
  }

  #forget(pid: number | undefined): void {
    if (pid !== undefined) this.#options.registry?.remove(pid);
  }

  #receive(message: FromChild): void {
    if (message.kind === 'log') return this.#options.log(message.event, message.facts);
    if (message.kind === 'ready') return;
    if (message.kind === 'idle') return this.#endIdle();
    const waiting = this.#waiting.get(message.id);
    if (message.kind !== 'failed') return waiting?.receive(message);
    this.#waiting.delete(message.id);
    waiting?.fail(new Failure(message.failure.kind, message.failure.facts));
  }

  #died(failure: Failure): void {
    this.#options.log('engine.ended', { kind: failure.kind, reason: failure.facts['reason'] });
    this.#hasDied = true;
    this.#process = undefined;
    this.#failAll(failure);
  }

  /** A request may have crossed the process's message on its way: then it is not idle any more. */
  #endIdle(): void {
    if (this.#waiting.size > 0) return;
    this.#stop().catch((error: unknown) => this.#options.log('engine.endFailed', { message: String(error) }));
  }

  async #stop(): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    this.#hasDied = false;
    this.#failAll(new Failure('engineDied', { reason: 'ended' }));
    await process?.end();
  }

  #failAll(failure: Failure): void {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const waiting of all) waiting.fail(failure);
  }
}

const health = (of: (purpose: Purpose) => ModelFacts | Failure): Health => ({
  engine: 'embedded',
  completion: of('completion'),
  chat: of('chat'),
});

function factsOrFailure(purpose: Purpose, found: Found | undefined): ModelFacts | Failure {
  if (found === undefined) return new Failure('noModel', { purpose });
  return 'model' in found ? found.model : new Failure(found.failure.kind, found.failure.facts);
}

/** An empty path or a length of 0 means none, as in the settings. */
const set = <Value extends string | number>(values: { readonly [purpose in Purpose]?: Value | undefined }) => ({
  completion: values.completion || undefined,
  chat: values.chat || undefined,
});
