import type { Piece } from '../../shared/engine.ts';
import type { Failure } from '../../shared/failure.ts';

/** Pieces on their way from the process's messages to the one who iterates. */
export class PieceQueue {
  #pieces: Piece[] = [];
  #failure: Failure | undefined;
  #wake: () => void = () => undefined;

  push(piece: Piece): void {
    this.#pieces.push(piece);
    this.#wake();
  }

  fail(failure: Failure): void {
    this.#failure = failure;
    this.#wake();
  }

  /** Ends after the "end" piece. Throws the failure after the pieces before it, and the signal's reason at once. */
  async *read(signal: AbortSignal): AsyncGenerator<Piece, void> {
    const wake = () => this.#wake();
    signal.addEventListener('abort', wake);
    try {
      for (;;) {
        signal.throwIfAborted();
        const piece = this.#pieces.shift();
        if (piece !== undefined) yield piece;
        else if (this.#failure !== undefined) throw this.#failure;
        else await new Promise<void>(resolve => (this.#wake = resolve));
        if (piece?.kind === 'end') return;
      }
    } finally {
      signal.removeEventListener('abort', wake);
    }
  }
}
