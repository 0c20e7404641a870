import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A place on this machine between a client and a server: it sees what passes, and how and when each side leaves. */
export interface PassThrough {
  /** "http://127.0.0.1:40123"; stays the same when the server behind it is another one. */
  readonly address: string;
  /** Bodies of the requests that carried something to answer, in their order. */
  readonly questions: readonly Record<string, unknown>[];
  /** How many of those are neither answered nor given up. */
  inFlight(): number;
  mostInFlight(): number;
  /** How often the client left before the server had ended its answer. */
  givenUp(): number;
  /** Bytes of answers are passed on in pieces of this many; as they come where it is 0. */
  cutEvery: number;
  /** Lets everything that is open fall, and refuses connections until `connectTo`. */
  break(): Promise<void>;
  /** From now on passes on to the server at this port. */
  connectTo(port: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startPassThrough(): Promise<PassThrough> {
  const questions: Record<string, unknown>[] = [];
  const open = new Set<Socket>();
  const counts = { inFlight: 0, most: 0, givenUp: 0 };
  let target = 0;

  const serve = (client: Socket): void => {
    const server = connect(target, '127.0.0.1');
    const question = new Question(body => {
      questions.push(body);
      counts.inFlight += 1;
      counts.most = Math.max(counts.most, counts.inFlight);
      let isOpen = true;
      const end = (left: number) => (): void => {
        if (!isOpen) return;
        isOpen = false;
        counts.inFlight -= 1;
        counts.givenUp += left;
      };
      server.once('close', end(0));
      // "close" comes turns later, when another request may have arrived.
      client.once('end', end(1));
      client.once('close', end(1));
    });
    for (const socket of [client, server]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.once('close', () => open.delete(socket));
      // Resets are what this is here to see; "close" follows.
      socket.on('error', () => undefined);
    }
    client.on('data', bytes => {
      question.add(bytes);
      server.write(bytes);
    });
    // A client of HTTP that ends its side has left.
    client.once('end', () => client.destroy());
    client.once('close', () => server.destroy());
    let passed = Promise.resolve();
    server.on('data', bytes => {
      passed = passed.then(() => pass(bytes, client, result.cutEvery));
    });
    server.once('end', () => void passed.then(() => client.end()));
    server.once('close', hadError => {
      if (hadError) client.destroy();
    });
  };

  let listener: Server | undefined;
  const listen = async (port: number): Promise<number> => {
    const started = createServer(serve);
    listener = started;
    await new Promise<void>(resolve => started.listen(port, '127.0.0.1', resolve));
    return (started.address() as AddressInfo).port;
  };
  const stop = async (): Promise<void> => {
    const stopped = listener;
    listener = undefined;
    for (const socket of open) socket.destroy();
    if (stopped !== undefined) await new Promise<void>(resolve => stopped.close(() => resolve()));
  };

  const port = await listen(0);
  const result: PassThrough = {
    address: `http://127.0.0.1:${port}`,
    questions,
    inFlight: () => counts.inFlight,
    mostInFlight: () => counts.most,
    givenUp: () => counts.givenUp,
    cutEvery: 0,
    break: stop,
    connectTo: async next => {
      target = next;
      if (listener === undefined) await listen(port);
    },
    stop,
  };
  return result;
}

async function pass(bytes: Buffer, client: Socket, size: number): Promise<void> {
  if (size === 0) return void client.write(bytes);
  for (let at = 0; at < bytes.length && !client.destroyed; at += size) {
    client.write(bytes.subarray(at, at + size));
    // Without a turn between them the pieces would be joined again on their way.
    await new Promise(resolve => setImmediate(resolve));
  }
}

/** Puts one HTTP request together, and tells its body if it is JSON that asks for text. */
class Question {
  readonly #tell: (body: Record<string, unknown>) => void;
  #bytes = Buffer.alloc(0);
  #isTold = false;

  constructor(tell: (body: Record<string, unknown>) => void) {
    this.#tell = tell;
  }

  add(bytes: Buffer): void {
    if (this.#isTold) return;
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    const headEnd = this.#bytes.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(this.#bytes.subarray(0, headEnd).toString())?.[1] ?? 0);
    const body = this.#bytes.subarray(headEnd + 4);
    if (body.length < length) return;
    this.#isTold = true;
    const parsed: unknown = length === 0 ? undefined : JSON.parse(body.toString('utf8'));
    if (isQuestion(parsed)) this.#tell(parsed);
  }
}

const isQuestion = (body: unknown): body is Record<string, unknown> =>
  typeof body === 'object' && body !== null && ('prompt' in body || 'messages' in body);
