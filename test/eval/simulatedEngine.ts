import { tokensIn } from '../../src/context/tokens.ts';
import { unlessAborted } from '../../src/shared/unlessAborted.ts';
import { batchLength } from '../../src/models/fit.ts';
import type { CacheName, GenerateRequest, Generator, Piece, Prompt } from '../../src/shared/engine.ts';
import { type Random, seededRandom } from '../demo/random.ts';
import { continuation } from './truth.ts';
import type { VirtualClock } from './virtualClock.ts';

export interface Speed {
  readonly msPerToken: number;
  readonly promptTokensPerSecond: number;
  /** Tokens take up to a tenth more or less than `msPerToken`, by this. */
  readonly seed: number;
}

/** One request as the engine saw it. */
export interface Work {
  /** When it came, in milliseconds of the session. */
  readonly at: number;
  readonly cache: CacheName;
  readonly prompt: string;
  readonly promptTokens: number;
  /** Tokens of the prompt as the product counts them for its budget. */
  readonly budgetTokens: number;
  /** The steps in which the prompt was read, as far as it was. */
  readonly evaluations: { readonly at: number; readonly tokens: number }[];
  /** Its prompt was read to the end. */
  isRead: boolean;
  generated: string;
  generatedTokens: number;
  /** Of these, tokens begun while nobody waited for an answer. */
  unwantedTokens: number;
  aborted: boolean;
  /** How long it was worked on. */
  ms: number;
}

interface Parts {
  readonly clock: VirtualClock;
  readonly speed: Speed;
  readonly truth: string;
  /** The document's text before the cursor, now. */
  readonly before: () => string;
  /** Whether anybody waits for an answer now. */
  readonly isWanted: () => boolean;
}

export const evaluatedIn = ({ evaluations }: Work): number => evaluations.reduce((sum, { tokens }) => sum + tokens, 0);

/**
 * An engine that knows what the document will be and writes it from the cursor on, in the time a real one takes. It does what
 * the embedded engine does (engines/embedded/generation.ts): one request at a time; tokens of the prompt that begin what its
 * cache holds are free; the others are evaluated in steps, the last of which also writes the first token; then each token
 * takes a step. A step that was begun is finished, and an abort is noticed between two of them.
 */
export class SimulatedEngine implements Generator {
  readonly works: Work[] = [];
  readonly #parts: Parts;
  readonly #random: Random;
  readonly #caches: Record<CacheName, string[]> = { main: [], quick: [] };
  /** A step that was begun is finished, also for a request that nobody waits for. */
  #busyUntil = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#random = seededRandom(parts.speed.seed);
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<Piece> {
    const { clock, truth, before } = this.#parts;
    const tokens = promptTokens(request.prompt ?? []);
    const work = newWork(request, tokens.length, clock.now);
    this.works.push(work);
    // Looked up before anything is waited for: the person types on meanwhile.
    const rest = continuation(truth, before()).replaceAll('\r\n', '\n');
    const ahead = this.#last;
    const turn = Promise.withResolvers<void>();
    this.#last = ahead.then(() => turn.promise);
    try {
      await unlessAborted(ahead, signal);
      await clock.sleep(this.#busyUntil - clock.now, signal);
      const held = await this.#read(tokens, work, request.maxTokens > 0, signal);
      yield* this.#write(tokens, held, tokensOf(rest), request.maxTokens, work, signal);
      yield end(request.maxTokens, work);
    } finally {
      work.aborted = signal.aborted;
      work.ms = clock.now - work.at;
      turn.resolve();
    }
  }

  /** Leaves the last chunk to the first step of the reply where there is one, else only the last token. */
  async #read(tokens: readonly string[], work: Work, isAnswered: boolean, signal: AbortSignal): Promise<number> {
    let held = Math.min(sharedStart(this.#caches[work.cache], tokens), tokens.length - 1);
    while (tokens.length - held > (isAnswered ? batchLength : 1)) {
      signal.throwIfAborted();
      const step = Math.min(batchLength, tokens.length - 1 - held);
      held += step;
      this.#caches[work.cache] = tokens.slice(0, held);
      await this.#step(step, work, this.#msToRead(step), signal);
    }
    return held;
  }

  /** The token that ends the reply takes a step as well. */
  async *#write(
    tokens: readonly string[],
    held: number,
    reply: readonly string[],
    most: number,
    work: Work,
    signal: AbortSignal,
  ): AsyncGenerator<Piece> {
    work.isRead = most === 0;
    if (most === 0) return;
    let unread = tokens.length - held;
    const read = [...tokens];
    for (const token of [...reply, undefined].slice(0, most)) {
      signal.throwIfAborted();
      const isWanted = this.#parts.isWanted();
      // A token is evaluated in the step that writes the next one.
      this.#caches[work.cache] = [...read];
      const ms = this.#parts.speed.msPerToken * (0.9 + 0.2 * this.#random.next());
      // Both read all weights once: the longer of the two is what the step takes.
      await this.#step(unread, work, Math.max(ms, this.#msToRead(unread)), signal);
      unread = 0;
      work.isRead = true;
      if (token === undefined) return;
      work.generated += token;
      work.generatedTokens += 1;
      if (!isWanted) work.unwantedTokens += 1;
      read.push(token);
      yield { kind: 'text', text: token, tokens: 1 };
    }
  }

  #msToRead(tokens: number): number {
    return (tokens / this.#parts.speed.promptTokensPerSecond) * 1000;
  }

  async #step(promptTokensRead: number, work: Work, ms: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    if (promptTokensRead > 0) work.evaluations.push({ at: clock.now, tokens: promptTokensRead });
    this.#busyUntil = clock.now + ms;
    await clock.sleep(ms, signal);
  }
}

const newWork = ({ prompt = [], cache = 'main' }: GenerateRequest, promptLength: number, at: number): Work => ({
  at,
  cache,
  prompt: prompt.map(part => (typeof part === 'string' ? part : part.mark)).join(''),
  promptTokens: promptLength,
  budgetTokens: prompt.reduce((sum, part) => sum + (typeof part === 'string' ? tokensIn(part) : 1), 0),
  evaluations: [],
  isRead: false,
  generated: '',
  generatedTokens: 0,
  unwantedTokens: 0,
  aborted: false,
  ms: 0,
});

function end(most: number, work: Work): Piece {
  const { promptTokens: length, generatedTokens } = work;
  const usage = { promptTokens: length, evaluatedTokens: evaluatedIn(work), generatedTokens };
  return { kind: 'end', reason: generatedTokens === most ? 'length' : 'stop', usage };
}

/** Line ends, indentation, parts of words and signs: about four characters each, as in a vocabulary for code. */
export const tokensOf = (text: string): string[] =>
  text.match(/\r?\n|[^\S\r\n]{2,8}|[^\S\r\n]?[\p{L}\p{N}_]{1,5}|[^\S\r\n]?[^\s\p{L}\p{N}_]{1,3}|\s/gu) ?? [];

/** A mark is one token, and never equal to a text with the same letters. */
const promptTokens = (prompt: Prompt): string[] =>
  prompt.flatMap(part => (typeof part === 'string' ? tokensOf(part) : [`mark ${part.mark}`]));

function sharedStart(one: readonly string[], other: readonly string[]): number {
  const differs = other.findIndex((token, at) => token !== one[at]);
  return differs < 0 ? other.length : differs;
}
