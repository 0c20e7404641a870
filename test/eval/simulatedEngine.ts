import type { GenerateRequest, Generator, Piece, Prompt } from '../../src/shared/engine.ts';
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
  readonly prompt: string;
  generated: string;
  evaluatedTokens: number;
  generatedTokens: number;
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
}

/** Prompt tokens evaluated in one step; as the embedded engine, this one notices an abort only between two steps. */
const batch = 64;

/**
 * An engine that knows what the document will be and writes it from the cursor on, in the time a real one takes: tokens of
 * the prompt that begin the last sequence are free, the others are evaluated in steps, then each token takes its time.
 */
export class SimulatedEngine implements Generator {
  readonly works: Work[] = [];
  readonly #parts: Parts;
  readonly #random: Random;
  /** What the key-value cache holds. */
  #cached: string[] = [];
  /** A step that was begun is finished, also for a request that nobody waits for. */
  #busyUntil = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#random = seededRandom(parts.speed.seed);
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<Piece> {
    const { clock, truth, before } = this.#parts;
    const { prompt = [] } = request;
    const work: Work = {
      at: clock.now,
      prompt: prompt.map(part => (typeof part === 'string' ? part : part.mark)).join(''),
      generated: '',
      evaluatedTokens: 0,
      generatedTokens: 0,
      aborted: false,
      ms: 0,
    };
    this.works.push(work);
    // Looked up before anything is waited for: the person types on meanwhile.
    const rest = continuation(truth, before()).replaceAll('\r\n', '\n');
    try {
      await clock.sleep(this.#busyUntil - clock.now, signal);
      const promptTokens = await this.#read(prompt, work, signal);
      yield* this.#write(tokensOf(rest), request.maxTokens, work, signal);
      yield this.#end(rest, promptTokens, work);
    } finally {
      work.aborted = signal.aborted;
      work.ms = clock.now - work.at;
    }
  }

  /** Evaluates what the cache does not hold; the last token always, because the first new one is computed from it. */
  async #read(prompt: Prompt, work: Work, signal: AbortSignal): Promise<number> {
    const { clock, speed } = this.#parts;
    const tokens = promptTokens(prompt);
    let held = Math.min(sharedStart(this.#cached, tokens), tokens.length - 1);
    while (held < tokens.length) {
      const step = Math.min(batch, tokens.length - held);
      const ms = (step / speed.promptTokensPerSecond) * 1000;
      held += step;
      work.evaluatedTokens += step;
      this.#cached = tokens.slice(0, held);
      this.#busyUntil = clock.now + ms;
      await clock.sleep(ms, signal);
    }
    return tokens.length;
  }

  async *#write(tokens: readonly string[], most: number, work: Work, signal: AbortSignal): AsyncGenerator<Piece> {
    const { clock, speed } = this.#parts;
    for (const token of tokens.slice(0, most)) {
      const ms = speed.msPerToken * (0.9 + 0.2 * this.#random.next());
      this.#busyUntil = clock.now + ms;
      await clock.sleep(ms, signal);
      work.generated += token;
      work.generatedTokens += 1;
      this.#cached.push(token);
      yield { kind: 'text', text: token, tokens: 1 };
    }
  }

  #end(rest: string, promptTokens: number, { generated, evaluatedTokens, generatedTokens }: Work): Piece {
    const reason = generated.length < rest.length ? 'length' : 'stop';
    return { kind: 'end', reason, usage: { promptTokens, evaluatedTokens, generatedTokens } };
  }
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
