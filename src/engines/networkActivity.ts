/** One request of this session, for people who want to see what went where. Bytes are those of the bodies. */
export interface NetworkRequest {
  readonly host: string;
  readonly path: string;
  readonly method: string;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Until the last byte, or undefined while it runs. */
  readonly ms: number | undefined;
  /** Undefined until the server answers, and when it never does. */
  readonly status: number | undefined;
}

/** A request under way: it tells here what becomes of it. */
export interface Entry {
  sent(bytes: number): void;
  answered(status: number): void;
  received(bytes: number): void;
  ended(): void;
}

type Growing = { -readonly [key in keyof NetworkRequest]: NetworkRequest[key] };

/** The last requests of this session, in memory only. */
export class NetworkActivity {
  readonly #size: number;
  readonly #requests: Growing[] = [];

  constructor(size = 200) {
    this.#size = size;
  }

  begin(method: string, url: URL): Entry {
    const startedAt = Date.now();
    const request: Growing = {
      host: url.host,
      path: url.pathname,
      method,
      sentBytes: 0,
      receivedBytes: 0,
      startedAt,
      ms: undefined,
      status: undefined,
    };
    this.#requests.push(request);
    if (this.#requests.length > this.#size) this.#requests.shift();
    return {
      sent: bytes => (request.sentBytes += bytes),
      answered: status => (request.status = status),
      received: bytes => (request.receivedBytes += bytes),
      ended: () => (request.ms ??= Date.now() - startedAt),
    };
  }

  /** Oldest first. */
  list(): readonly NetworkRequest[] {
    return this.#requests.map(request => ({ ...request }));
  }
}

/** One request in a line: when, what, where, the answer, the bytes both ways and the time. */
export function describeRequest(request: NetworkRequest): string {
  const at = new Date(request.startedAt).toISOString().slice(11, 19);
  const took = request.ms === undefined ? 'running' : `${request.ms} ms`;
  const { method, host, path, status, sentBytes, receivedBytes } = request;
  return `${at}  ${method} ${host}${path}  ${status ?? 'no answer'}  ${sentBytes} B sent, ${receivedBytes} B received, ${took}`;
}
