import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { LoopbackServer } from './loopbackServer.ts';

/** What happens on a connection once its request has arrived whole. */
export type Fault = (socket: Socket) => void;

export interface FaultyServer {
  readonly address: string;
  /** Resolves when no connection is open. */
  readonly allClosed: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * A server below HTTP: requests to a route that is `faulty` meet the fault, all others are handed to the healthy server
 * behind it.
 */
export async function startFaultyServer(
  behind: LoopbackServer,
  isFaulty: (path: string) => boolean,
  fault: Fault,
): Promise<FaultyServer> {
  const open = new Set<Socket>();
  let wake = (): void => undefined;
  const server = createServer({ allowHalfOpen: true }, socket => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      open.delete(socket);
      wake();
    });
    serve(socket).catch(() => socket.destroy());
  });

  const serve = async (socket: Socket): Promise<void> => {
    const request = await wholeRequest(socket);
    if (isFaulty(request.path)) {
      // With allowHalfOpen a client that goes away is noticed, and answered, only here.
      socket.once('end', () => socket.destroy());
      socket.resume();
      return fault(socket);
    }
    const healthy = connect(Number(new URL(behind.address).port), '127.0.0.1');
    healthy.on('error', () => socket.destroy());
    healthy.end(request.bytes);
    healthy.pipe(socket);
  };

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async allClosed() {
      while (open.size > 0) await new Promise<void>(resolve => (wake = resolve));
    },
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** One request with its body: the extension sends one on each connection, with its length. */
async function wholeRequest(socket: Socket): Promise<{ readonly path: string; readonly bytes: Buffer }> {
  let bytes = Buffer.alloc(0);
  for (;;) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    bytes = Buffer.concat([bytes, chunk]);
    const head = bytes.indexOf('\r\n\r\n');
    if (head < 0) continue;
    const text = bytes.subarray(0, head).toString('latin1');
    const length = Number(/^content-length: (\d+)$/im.exec(text)?.[1] ?? 0);
    if (bytes.length >= head + 4 + length) return { path: text.split(' ')[1] ?? '', bytes };
  }
}
