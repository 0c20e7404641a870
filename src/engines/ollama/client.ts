import { Ollama, type Fetch } from 'ollama/browser';
import * as z from 'zod';
import { badReply, type Failure } from '../../shared/failure.ts';
import { routeOf } from '../address.ts';
import type { Net } from '../net.ts';
import { isOk, readRefusal, readText } from '../reply.ts';

// Its replies are typed but not checked by the client.
const versionSchema = z.object({ version: z.string() });
const remoteShape = { remote_host: z.string().optional(), remote_model: z.string().optional() };
const listSchema = z.object({ models: z.array(z.object({ name: z.string(), digest: z.string(), ...remoteShape })) });
const showSchema = z.object({
  model_info: z.record(z.string(), z.unknown()).default({}),
  template: z.string().default(''),
  // Ollama has told them since 0.6.4, long before the version we need.
  capabilities: z.array(z.string()).default(['completion']),
  ...remoteShape,
});
const psSchema = z.object({ models: z.array(z.object({ name: z.string(), context_length: z.number().optional() })) });

export type Listed = z.infer<typeof listSchema>['models'][number];
export type Shown = z.infer<typeof showSchema>;
export type Running = z.infer<typeof psSchema>['models'][number];

/**
 * Everything of Ollama that is not a stream. Throws Failure "unreachable", "badReply" and what our door to the network throws.
 */
export interface OllamaClient {
  version(signal: AbortSignal): Promise<string>;
  /** The models on its disk, the latest changed first. */
  list(signal: AbortSignal): Promise<readonly Listed[]>;
  show(name: string, signal: AbortSignal): Promise<Shown>;
  /** The models in its memory. One that is still being loaded may be among them. */
  running(signal: AbortSignal): Promise<readonly Running[]>;
}

/**
 * Asks through Ollama's own client. A client per question, on our own fetch: the client by itself follows redirects, cannot be
 * aborted before an answer, and ends all its streams at once.
 */
export function createOllamaClient(address: string, net: Net): OllamaClient {
  const ask = async <T>(
    schema: z.ZodType<T>,
    question: (client: Ollama) => Promise<unknown>,
    signal: AbortSignal,
  ): Promise<T> => {
    const client = new Ollama({ host: routeOf(address, '').href, fetch: fetchThrough(net, signal) });
    const parsed = schema.safeParse(await question(client).catch(notJson(address)));
    if (parsed.success) return parsed.data;
    throw notOllama(address, parsed.error);
  };
  return {
    version: async signal => (await ask(versionSchema, client => client.version(), signal)).version,
    list: async signal => (await ask(listSchema, client => client.list(), signal)).models,
    show: (name, signal) => ask(showSchema, client => client.show({ model: name }), signal),
    running: async signal => (await ask(psSchema, client => client.ps(), signal)).models,
  };
}

const notOllama = (address: string, cause: unknown): Failure =>
  badReply(address, 'notUnderstood', 'it does not answer as Ollama does', cause);

/** The client's own errors mean a body that is not JSON. */
const notJson =
  (address: string) =>
  (error: unknown): never => {
    throw error instanceof SyntaxError ? notOllama(address, error) : error;
  };

/** A fetch for the client that goes through our door, and throws before the client would print a server's error body. */
const fetchThrough =
  (net: Net, signal: AbortSignal): Fetch =>
  async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const content =
      typeof init?.body === 'string' ? { body: init.body, headers: { 'content-type': 'application/json' } } : {};
    const answer = await net.ask({ method: init?.method === 'POST' ? 'POST' : 'GET', url, ...content }, signal);
    if (!isOk(answer)) throw await readRefusal(answer);
    return new Response(await readText(answer), { status: answer.status });
  };
