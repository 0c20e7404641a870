import { type CancellationToken, CancellationTokenSource } from 'vscode';

/** Runs something of the editor's that takes a token of its own; the token is cancelled with the signal. */
export async function withToken<T>(signal: AbortSignal, run: (token: CancellationToken) => Thenable<T>): Promise<T> {
  signal.throwIfAborted();
  const source = new CancellationTokenSource();
  const cancel = (): void => source.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const result = await run(source.token);
    signal.throwIfAborted();
    return result;
  } finally {
    signal.removeEventListener('abort', cancel);
    source.dispose();
  }
}
