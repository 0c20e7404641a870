import type { ServerResponse } from 'node:http';
import { startServer, type LoopbackServer } from './loopbackServer.ts';

export interface FakePart {
  readonly digest: string;
  readonly bytes: number;
}

export interface OllamaLibrary extends LoopbackServer {
  /** Bytes of each part that were downloaded, over all pulls. */
  readonly downloaded: ReadonlyMap<string, number>;
}

/**
 * An Ollama that downloads: its /api/pull tells part after part in steps, as Ollama's documentation has it, keeps what has
 * arrived when the client goes, and goes on from there the next time.
 */
export async function startOllamaLibrary(
  parts: readonly FakePart[],
  { step, afterStep }: { readonly step: number; readonly afterStep?: (steps: number) => Promise<void> | undefined },
): Promise<OllamaLibrary> {
  const downloaded = new Map<string, number>();
  let steps = 0;
  const pull = async (response: ServerResponse): Promise<void> => {
    const tell = (line: object): void => void response.write(`${JSON.stringify(line)}\n`);
    tell({ status: 'pulling manifest' });
    for (const { digest, bytes } of parts) {
      const status = `pulling ${digest.slice(7, 19)}`;
      tell({ status, digest, total: bytes, completed: downloaded.get(digest) ?? 0 });
      for (let done = downloaded.get(digest) ?? 0; done < bytes;) {
        done = Math.min(bytes, done + step);
        downloaded.set(digest, done);
        tell({ status, digest, total: bytes, completed: done });
        steps += 1;
        await afterStep?.(steps);
        if (response.closed) return;
      }
    }
    for (const status of ['verifying sha256 digest', 'writing manifest', 'success']) tell({ status });
    response.end();
  };
  const server = await startServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    pull(response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  return { ...server, downloaded };
}
