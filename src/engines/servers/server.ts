import type { Offered } from '../modelChoice.ts';

/** What answers at an address, and what it offers. */
export type Server = { readonly kind: 'ollama' } | AskedServer;

/** A server that is asked with OpenAI's routes or llama.cpp's own. */
export type AskedServer =
  /** llama-server with one model: our prompts go to its own route. */
  | {
      readonly kind: 'llamaServer';
      readonly slots: number;
      /** Nobody else uses it, so each purpose may keep a slot. */
      readonly isOwn: boolean;
      readonly models: readonly ServedModel[];
    }
  /** llama-server that starts a process for each model it is asked for. */
  | { readonly kind: 'llamaRouter'; readonly maxLoaded: number; readonly models: readonly ServedModel[] }
  | { readonly kind: 'lmStudio' | 'vllm' | 'sglang' | 'generic'; readonly models: readonly ServedModel[] };

export type AskedKind = AskedServer['kind'];

export interface ServedModel extends Offered {
  /** False for a model that the server loads on its first use. Undefined: it is in memory, or the server does not tell. */
  readonly isLoaded?: boolean;
}

/** For people. An unknown server has no name. */
export const serverNames: Readonly<Record<Server['kind'], string | undefined>> = {
  ollama: 'Ollama',
  llamaServer: 'llama-server',
  llamaRouter: 'llama-server',
  lmStudio: 'LM Studio',
  vllm: 'vLLM',
  sglang: 'SGLang',
  generic: undefined,
};

/**
 * Whether a completion may be asked while a chat answer is being written, models by their ids: what would only queue behind
 * the answer, or throw its model out of memory, is not worth asking.
 */
export function mayRunBeside(server: Server, completionModel: string, chatModel: string): boolean {
  switch (server.kind) {
    case 'llamaServer':
      return server.slots >= 2;
    // A process for each model; 0 is its word for no limit. How many slots such a process has, it does not tell.
    case 'llamaRouter':
      return completionModel !== chatModel && (server.maxLoaded === 0 || server.maxLoaded >= 2);
    // Their batches take in new requests at each step.
    case 'vllm':
    case 'sglang':
      return true;
    // One request at a time for a model unless a person set more, which neither tells.
    case 'ollama':
    case 'lmStudio':
      return completionModel !== chatModel;
    case 'generic':
      return false;
  }
}

/** The last part of a path or repository name: a folder called "base" says nothing of a model. */
export const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** Where nothing is configured, a model that is in memory is taken before one that would have to be loaded. */
export const loadedFirst = (models: readonly ServedModel[]): readonly ServedModel[] => [
  ...models.filter(({ isLoaded }) => isLoaded !== false),
  ...models.filter(({ isLoaded }) => isLoaded === false),
];
