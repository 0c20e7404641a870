import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it arrived, whole. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface LoopbackServer {
  /** "http://127.0.0.1:40123" */
  readonly address: string;
  readonly received: readonly Received[];
  /** Resolves when a client has closed a connection before its answer was complete. */
  readonly givenUp: Promise<void>;
  /** How often that happened. */
  readonly givenUpCount: () => number;
  stop(): Promise<void>;
}

export type Answer = (request: Received, response: ServerResponse) => void;

/** A small HTTP server on this machine, at a free port unless told otherwise. */
export async function startServer(answer: Answer, port = 0): Promise<LoopbackServer> {
  const received: Received[] = [];
  const gaveUp = Promise.withResolvers<void>();
  let givenUp = 0;
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.once('close', () => {
      if (response.writableFinished) return;
      givenUp += 1;
      gaveUp.resolve();
    });
    const { method = '', url = '', headers } = request;
    const whole: Received = { method, path: url, headers, body: await text(request) };
    received.push(whole);
    answer(whole, response);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    givenUp: gaveUp.promise,
    givenUpCount: () => givenUp,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function sendJson(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(body);
}

export function sendStream(
  response: ServerResponse,
  type: 'application/x-ndjson' | 'text/event-stream',
  body: string,
): void {
  response.writeHead(200, { 'content-type': type });
  response.end(body);
}
