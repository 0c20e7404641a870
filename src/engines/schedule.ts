import type { Piece, Purpose } from '../shared/engine.ts';
import { unlessAborted } from '../shared/unlessAborted.ts';

/** Asked while a chat answer runs: can the server work on a completion now without making either of them wait or load anew? */
export type MayRunBeside = (signal: AbortSignal) => Promise<boolean>;

/**
 * When requests to a server may be sent. One completion at a time: the next is sent when the connection of the one before is
 * closed, so that nothing queues up in the server. A chat answer is never cut: a completion runs beside it where the server
 * can do both, and otherwise waits here, where it costs nothing and its caller's next key ends it.
 */
export class Schedule {
  #lastCompletion: Promise<void> = Promise.resolve();
  #chats = 0;
  #chatsEnded = Promise.withResolvers<void>();

  /** Streams `work` once it is its turn; says "queued" while it waits for an answer. Throws the signal's reason. */
  async *run(
    purpose: Purpose,
    mayRunBeside: MayRunBeside,
    work: () => AsyncIterable<Piece>,
    signal: AbortSignal,
  ): AsyncGenerator<Piece> {
    if (purpose === 'chat') yield* this.#chat(work);
    else yield* this.#completion(mayRunBeside, work, signal);
  }

  async *#chat(work: () => AsyncIterable<Piece>): AsyncGenerator<Piece> {
    this.#chats++;
    try {
      yield* work();
    } finally {
      this.#chats--;
      if (this.#chats === 0) {
        this.#chatsEnded.resolve();
        this.#chatsEnded = Promise.withResolvers<void>();
      }
    }
  }

  async *#completion(
    mayRunBeside: MayRunBeside,
    work: () => AsyncIterable<Piece>,
    signal: AbortSignal,
  ): AsyncGenerator<Piece> {
    const before = this.#lastCompletion;
    const turn = Promise.withResolvers<void>();
    // One that is given up while it waits does not let the next one past the one that runs.
    this.#lastCompletion = before.then(() => turn.promise);
    try {
      await unlessAborted(before, signal);
      while (this.#chats > 0 && !(await mayRunBeside(signal))) {
        yield { kind: 'waiting', stage: 'queued' };
        await unlessAborted(this.#chatsEnded.promise, signal);
      }
      yield* work();
    } finally {
      turn.resolve();
    }
  }
}
