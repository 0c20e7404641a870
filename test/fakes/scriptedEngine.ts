import type { GenerateRequest, Generator, Piece } from '../../src/shared/engine.ts';

/** What the engine says to one request: a text and how it ends, or what goes wrong after that text. */
export interface Script {
  readonly text: string;
  readonly end?: 'stop' | 'length' | Error;
}

export interface ScriptedEngineParts {
  readonly script: (request: GenerateRequest) => Script;
  /** Characters in a piece. */
  readonly size?: number;
  /** Waited for before each piece and before the end; the time a model takes for a token. */
  readonly beat?: () => Promise<void>;
}

/** An engine in this process that says a given text in small pieces, and counts what is asked of it. */
export class ScriptedEngine implements Generator {
  readonly requests: GenerateRequest[] = [];
  /** Pieces of text handed out, over all requests. */
  pulled = 0;
  /** Requests whose reader left before the end. */
  left = 0;
  /** Requests that were aborted while the engine worked on them. */
  aborted = 0;
  running = 0;
  /** The most requests that were worked on at one time. */
  mostRunning = 0;
  readonly #parts: ScriptedEngineParts;

  constructor(parts: ScriptedEngineParts) {
    this.#parts = parts;
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<Piece> {
    this.requests.push(request);
    const finish = this.#begin(signal);
    let isRead = false;
    try {
      yield* this.#pieces(this.#parts.script(request), signal);
      isRead = true;
    } catch (error) {
      isRead = true;
      throw error;
    } finally {
      finish();
      if (!isRead) this.left += 1;
    }
  }

  /** Counts a request as worked on until it is finished or aborted, whichever comes first. */
  #begin(signal: AbortSignal): () => void {
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    const stop = (): void => {
      this.running -= 1;
      this.aborted += 1;
    };
    signal.addEventListener('abort', stop, { once: true });
    return () => {
      if (!signal.aborted) this.running -= 1;
      signal.removeEventListener('abort', stop);
    };
  }

  async *#pieces({ text, end = 'stop' }: Script, signal: AbortSignal): AsyncGenerator<Piece> {
    const { size = 3, beat = () => Promise.resolve() } = this.#parts;
    const pieces = cut(text, size);
    for (const piece of pieces) {
      await unlessAborted(beat(), signal);
      this.pulled += 1;
      yield { kind: 'text', text: piece, tokens: 1 };
    }
    await unlessAborted(beat(), signal);
    if (end instanceof Error) throw end;
    yield {
      kind: 'end',
      reason: end,
      usage: { promptTokens: 1, evaluatedTokens: undefined, generatedTokens: pieces.length },
    };
  }
}

/** Pieces of `size` characters; a character outside the basic plane is never cut in two. */
export function cut(text: string, size: number): string[] {
  const characters = Array.from(text);
  const pieces: string[] = [];
  for (let at = 0; at < characters.length; at += size) pieces.push(characters.slice(at, at + size).join(''));
  return pieces;
}

/** Ends with the signal's reason as soon as it is aborted, however long the rest would take. */
async function unlessAborted(waiting: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  await Promise.race([waiting, aborted]).finally(() => signal.removeEventListener('abort', stop));
}
