import type { Log } from '../../shared/log.ts';
import { isNamed } from '../modelChoice.ts';
import type { OllamaClient, Running } from './client.ts';
import type { Loadable } from './request.ts';

/** Milliseconds. A model that wrote something this lately is in memory: no need to ask before each key. */
const lately = 5_000;

/** What is known of the models in an Ollama's memory. */
export interface OllamaMemory {
  /** Whether a request would find the model in memory, loaded as we ask for it. Asks the server. */
  holds(model: Loadable, signal: AbortSignal): Promise<boolean>;
  /** The same for the next request to the model, without asking when the model wrote something a moment ago. */
  holdsForNext(model: Loadable, signal: AbortSignal): Promise<boolean>;
  /** The model has just written something. */
  wrote(model: Loadable): void;
  /** To be called after a load: reads what length the server really gave, which can be less than was asked. */
  readBack(model: Loadable, signal: AbortSignal): Promise<void>;
  /** Tokens a model holds at once: what it was given when we loaded it last, else what we will ask for. */
  lengthOf(model: Loadable): number;
  /** The models were ended. */
  forget(): void;
}

export function createOllamaMemory(client: OllamaClient, log: Log): OllamaMemory {
  const wroteAt = new Map<string, number>();
  const given = new Map<string, number>();
  const entryOf = async ({ id }: Loadable, signal: AbortSignal): Promise<Running | undefined> =>
    (await client.running(signal)).find(({ name }) => isNamed(name, id));

  const holds = async (model: Loadable, signal: AbortSignal): Promise<boolean> => {
    const entry = await entryOf(model, signal);
    if (entry === undefined) return false;
    // Someone else's length: Ollama will load it anew for ours.
    const { context_length: length = model.contextLength } = entry;
    return length === model.contextLength || length === given.get(model.id);
  };

  return {
    holds,
    async holdsForNext(model, signal) {
      if (Date.now() - (wroteAt.get(model.id) ?? -lately) < lately) return true;
      if (await holds(model, signal)) return true;
      // Loading this one may end another.
      wroteAt.clear();
      return false;
    },
    wrote: ({ id }) => void wroteAt.set(id, Date.now()),
    async readBack(model, signal) {
      const length = (await entryOf(model, signal))?.context_length;
      if (length === undefined) return;
      given.set(model.id, length);
      log('ollama.loaded', { model: model.id, asked: model.contextLength, given: length });
    },
    lengthOf: ({ id, contextLength }) => Math.min(contextLength, given.get(id) ?? contextLength),
    forget: () => wroteAt.clear(),
  };
}
