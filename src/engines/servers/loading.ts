import { setTimeout as delay } from 'node:timers/promises';
import type { Piece } from '../../shared/engine.ts';
import { Failure } from '../../shared/failure.ts';

/** Milliseconds between two questions to a server that loads its model. */
const again = 250;

/** llama-server answers everything with this while it loads its model. */
export const isLoading = (error: unknown): error is Failure =>
  error instanceof Failure && error.facts['status'] === 503 && /loading/i.test(String(error.facts['message']));

/** Waits for something, and while the server loads its model says so and asks again, for as long as the signal lets it. */
export async function* waitingFor<T>(ask: () => Promise<T>, signal: AbortSignal): AsyncGenerator<Piece, T> {
  let told = false;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isLoading(error)) throw error;
    }
    if (!told) yield { kind: 'waiting', stage: 'loading' };
    told = true;
    await delay(again, undefined, { signal });
  }
}
