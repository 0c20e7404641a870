/** What decides how a model is loaded: the fields of a request that made the recorded Ollama load it anew. */
export interface Loading {
  readonly model: string;
  readonly prompt?: string;
  readonly messages?: unknown;
  readonly keep_alive?: number | string;
  readonly shift?: boolean;
  readonly options?: Readonly<Record<string, unknown>>;
}

interface Loaded {
  readonly name: string;
  readonly context_length: number;
  /** Undefined: loaded by someone else. */
  readonly how: string | undefined;
}

export interface FakeMemory {
  use(request: Loading): void;
  /** As /api/ps tells it. */
  list(): readonly { readonly name: string; readonly context_length: number }[];
  /** The name of each model that had to be loaded, in order; one twice means that it was loaded anew. */
  loads(): readonly string[];
}

const loadOptions = ['num_ctx', 'num_batch', 'num_gpu', 'num_thread', 'main_gpu', 'use_mmap'];

/** Loads, keeps, loads anew and ends models as the recorded Ollama did. */
export function createFakeMemory(limits: {
  readonly running?: readonly { readonly name: string; readonly context_length: number }[];
  readonly gives?: number;
  readonly maxLoaded?: number;
}): FakeMemory {
  let loaded: readonly Loaded[] = (limits.running ?? []).map(model => ({ ...model, how: undefined }));
  const loads: string[] = [];
  return {
    use({ model: name, prompt, messages, keep_alive: keepAlive, shift, options = {} }) {
      const before = loaded.find(model => model.name === name);
      const others = loaded.filter(model => model.name !== name);
      const isEnding = keepAlive === 0;
      if (isEnding && prompt === undefined && messages === undefined) {
        loaded = others;
        return;
      }
      // 4,096 is what the recorded one gave without being asked.
      const asked = Number(options['num_ctx'] ?? 4096);
      const how = JSON.stringify([shift, loadOptions.map(option => options[option])]);
      const isAsLoaded = before?.how === undefined ? before?.context_length === asked : before.how === how;
      if (!isAsLoaded) loads.push(name);
      const entry = { name, how, context_length: Math.min(asked, limits.gives ?? asked) };
      loaded = isEnding ? others : [entry, ...others].slice(0, limits.maxLoaded);
    },
    list: () => loaded.map(({ name, context_length }) => ({ name, context_length })),
    loads: () => loads,
  };
}
