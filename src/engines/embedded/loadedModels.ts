import { setTimeout as delay } from 'node:timers/promises';
import type { Purpose } from '../../shared/engine.ts';

/** A model in memory. */
export interface Loaded<Device> {
  readonly device: Device;
  readonly dispose: () => Promise<void>;
}

/** How far loading is, from 0 to 1. */
export type Progress = (done: number) => void;

interface Loading<Device> {
  readonly loaded: Promise<Loaded<Device>>;
  readonly listeners: Set<Progress>;
}

interface Options<Device> {
  readonly load: (purpose: Purpose, tell: Progress) => Promise<Loaded<Device>>;
  /** Milliseconds a model stays in memory after its last use; undefined for ever. */
  readonly keepAlive: () => number | undefined;
  /** Called when a model was given up, with what is left. */
  readonly onUnloaded: (purpose: Purpose, left: readonly Purpose[]) => void;
}

/** The native clean-up has been seen to hang; the next load does not wait for it longer than this, in milliseconds. */
const disposePatience = 5000;

/** The models in memory: each is loaded at its first use, shared by all who use it, and given up when it is idle. */
export class LoadedModels<Device> {
  readonly #options: Options<Device>;
  readonly #loading = new Map<Purpose, Loading<Device>>();
  readonly #users: Record<Purpose, number> = { completion: 0, chat: 0 };
  readonly #idle: { [purpose in Purpose]?: NodeJS.Timeout } = {};
  #ending: Promise<unknown> = Promise.resolve();

  constructor(options: Options<Device>) {
    this.#options = options;
  }

  /** Streams what `work` makes of the model. While it is being loaded `tell` hears how far it is. */
  async *use<Piece>(
    purpose: Purpose,
    tell: Progress,
    work: (device: Device) => AsyncIterable<Piece>,
  ): AsyncGenerator<Piece> {
    clearTimeout(this.#idle[purpose]);
    this.#users[purpose]++;
    try {
      yield* work(await this.#loaded(purpose, tell));
    } finally {
      this.#users[purpose]--;
      this.#watch(purpose);
    }
  }

  /** The model is in memory or on its way there. */
  holds(purpose: Purpose): boolean {
    return this.#loading.has(purpose);
  }

  async #loaded(purpose: Purpose, tell: Progress): Promise<Device> {
    const current = this.#loading.get(purpose) ?? this.#start(purpose);
    current.listeners.add(tell);
    try {
      return (await current.loaded).device;
    } catch (error) {
      // The file may be mended: the next request tries again.
      if (this.#loading.get(purpose) === current) this.#loading.delete(purpose);
      throw error;
    } finally {
      current.listeners.delete(tell);
    }
  }

  #start(purpose: Purpose): Loading<Device> {
    const listeners = new Set<Progress>();
    const tellAll: Progress = done => listeners.forEach(tell => tell(done));
    // What is being given up still takes its memory.
    const loaded = this.#ending.then(() => this.#options.load(purpose, tellAll));
    const loading = { loaded, listeners };
    this.#loading.set(purpose, loading);
    return loading;
  }

  /** Counts the time since the last use. */
  #watch(purpose: Purpose): void {
    const after = this.#options.keepAlive();
    if (after === undefined || this.#users[purpose] > 0) return;
    clearTimeout(this.#idle[purpose]);
    this.#idle[purpose] = setTimeout(() => this.#unload(purpose), after);
  }

  #unload(purpose: Purpose): void {
    const loading = this.#loading.get(purpose);
    if (loading === undefined) return;
    this.#loading.delete(purpose);
    const disposed = loading.loaded.then(({ dispose }) => dispose());
    this.#ending = Promise.race([disposed, delay(disposePatience)]);
    this.#options.onUnloaded(purpose, [...this.#loading.keys()]);
  }
}
