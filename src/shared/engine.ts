import type { Failure } from './failure.ts';

/**
 * A special token of the model, named by its text in the vocabulary (for example "<｜fim▁begin｜>").
 * Marks and text are kept apart so that user code which merely contains the letters of a mark stays text.
 */
export interface Mark {
  readonly mark: string;
}

/** What the model reads: text and marks, in order. The engine adds the model's begin-of-sentence token itself. */
export type Prompt = readonly (string | Mark)[];

export type Purpose = 'completion' | 'chat';

export interface Sampling {
  /** 0 means greedy: always the likeliest token. */
  readonly temperature: number;
  /** Nucleus sampling; 1 means off. */
  readonly topP: number;
}

/** One turn of a conversation, in plain text. */
export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/**
 * What the model reads: a prompt of ours, or, for a model of no family we know, the turns of a conversation that the server
 * writes with the model's own template. Only models whose facts say `hasTemplate` are asked with turns.
 */
export type Input =
  | { readonly prompt: Prompt; readonly turns?: undefined }
  | { readonly turns: readonly Turn[]; readonly prompt?: undefined };

export type GenerateRequest = Input & {
  /** Chooses the model: an engine serves one model per purpose. */
  readonly purpose: Purpose;
  /**
   * Upper bound of generated tokens; reaching it ends the stream with reason "length". With 0 the embedded engine reads the
   * prompt ahead: in short steps while nobody else asks for anything, each followed by a "reading" piece with the share that is
   * done by then of what the cache did not hold. What was read stays there when the request is aborted.
   */
  readonly maxTokens: number;
  readonly sampling: Sampling;
  /** Which cache of the purpose's model reads the prompt; "main" where absent. Engines that have only one ignore it. */
  readonly cache?: CacheName;
};

/** "quick" is a small cache beside the main one: a short prompt read there leaves what the main one holds as it is. */
export type CacheName = 'main' | 'quick';

/**
 * One step of a stream. "text" comes as the model wrote it, tags included: the thought splitter in chat/ separates it.
 * "thought" and "answer" come from servers that separate them. The last piece of every stream that was not aborted and
 * did not fail is an "end". `tokens` is how many generated tokens the piece stands for.
 */
export type Piece =
  | { readonly kind: 'waiting'; readonly stage: Waiting; /** 0 to 1, where it is known. */ readonly done?: number }
  | { readonly kind: 'text' | 'thought' | 'answer'; readonly text: string; readonly tokens: number }
  | { readonly kind: 'end'; readonly reason: 'stop' | 'length'; readonly usage: Usage };

/** Why nothing is written yet: another request of ours has the model, it is being loaded, or the prompt is being read. */
export type Waiting = 'queued' | 'loading' | 'reading';

export interface Usage {
  /** Tokens in the prompt. */
  readonly promptTokens: number;
  /** Prompt tokens that were really evaluated; the rest came from the engine's cache. Undefined where a server does not tell. */
  readonly evaluatedTokens: number | undefined;
  readonly generatedTokens: number;
}

/** A model as its engine reports it; families.ts finds its row by these. */
export interface ModelFacts {
  /** The model's own name: `general.name` of a GGUF, a server's model id. */
  readonly name: string;
  /** `general.architecture` of a GGUF, where known. */
  readonly architecture?: string;
  /** Tokens the model is given memory for: prompt and generation together. */
  readonly contextLength: number;
  /** Tokens the model was trained for: as far as `contextLength` can be raised here. Absent where only the server can. */
  readonly longestContext?: number;
  /** Bytes of memory a token of the context takes, where the engine knows. */
  readonly cacheBytesPerToken?: number;
  /** Tokens, prompt and generation together, of the engine's "quick" cache. Absent: it has none, and does not read ahead. */
  readonly quickCacheLength?: number;
  /** Texts of special tokens in the model's vocabulary, where the engine tells. */
  readonly marks?: readonly string[];
  /** The text of the token that ends what the model writes, where the engine tells. */
  readonly endMark?: string;
  /** The engine can write a conversation with the model's own template. */
  readonly hasTemplate?: boolean;
}

/** What an engine can do now. A purpose with a Failure cannot be served; the failure says why and what helps. */
export interface Health {
  readonly engine: EngineKind;
  /** What answers at the address of a server, for people: "llama-server", "LM Studio", "vLLM". Undefined for an unknown one. */
  readonly serverName?: string;
  readonly completion: ModelFacts | Failure;
  readonly chat: ModelFacts | Failure;
}

export type EngineKind = 'embedded' | 'ollama' | 'server';

export interface Engine {
  /**
   * Streams what the model writes. Aborting the signal ends the work in the engine itself and the iteration with the
   * signal's reason. Throws Failure for everything a person can act on.
   */
  generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<Piece>;
  /** Finds out what is there without loading a model into memory. Never throws. */
  check(signal: AbortSignal): Promise<Health>;
  /**
   * Brings the purpose's model into memory ahead of its first use, where the engine can: others return at once. Throws as
   * generate does.
   */
  preload(purpose: Purpose, signal: AbortSignal): Promise<void>;
  /** Gives back the memory of all models the engine loaded; what is being generated fails or ends. The next request loads again. */
  unload(): Promise<void>;
  /** Ends everything the engine started. */
  dispose(): Promise<void>;
}

/** All that completion and chat need of an engine. */
export type Generator = Pick<Engine, 'generate'>;
