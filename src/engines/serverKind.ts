import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { Failure } from '../shared/failure.ts';
import { routeOf } from './address.ts';
import type { Offered } from './modelChoice.ts';
import type { Net, NetAnswer } from './net.ts';
import { isOk, readRefusal, readReply, readText } from './reply.ts';

/** What answers at an address, and what it offers. */
export type Server =
  | { readonly kind: 'ollama' }
  /** llama-server with one model: our prompts go to its own route, with a slot of their own. */
  | { readonly kind: 'llamaServer'; readonly slots: number; readonly models: readonly Offered[] }
  /** Anything that has /v1/completions: LM Studio, vLLM, SGLang, a llama-server that routes between models. */
  | { readonly kind: 'openAi'; readonly models: readonly Offered[] };

interface ServerAddress {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly net: Net;
}

const versionSchema = z.object({ version: z.string() });
const propsSchema = z.object({
  default_generation_settings: z.object({ n_ctx: z.number() }),
  total_slots: z.number(),
  model_alias: z.string().default(''),
  model_path: z.string(),
});
const modelsSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      // vLLM: what --served-model-name hides.
      root: z.string().nullish(),
      // vLLM and SGLang, LM Studio, llama-server's router, llama-server: each has its own word.
      max_model_len: z.number().nullish(),
      loaded_context_length: z.number().nullish(),
      context_length: z.number().nullish(),
      meta: z.object({ n_ctx: z.number().nullish(), n_ctx_train: z.number().nullish() }).nullish(),
    }),
  ),
});

type ListedModel = z.infer<typeof modelsSchema>['data'][number];

/**
 * Finds out what answers: /api/version is Ollama, /props is llama-server, anything else has to list its models. The replies
 * are looked at and not only their status: LM Studio answers unknown routes with 200.
 * Throws Failure "unreachable", "serverRefused" (a missing key, a model that still loads) or "badReply".
 */
export async function recogniseServer(at: ServerAddress, signal: AbortSignal): Promise<Server> {
  if ((await probe(at, '/api/version', versionSchema, signal)) !== undefined) return { kind: 'ollama' };
  const props = await probe(at, '/props', propsSchema, signal);
  if (props !== undefined) {
    const { model_alias: alias, model_path: path, total_slots: slots, default_generation_settings } = props;
    const names = [alias, path].map(fileName).filter(name => name !== '');
    const model = { id: alias === '' ? path : alias, names, contextLength: default_generation_settings.n_ctx };
    return { kind: 'llamaServer', slots, models: [model] };
  }
  const answer = await askRoute(at, '/v1/models', signal);
  return { kind: 'openAi', models: (await readReply(answer, modelsSchema)).data.map(offered) };
}

const askRoute = ({ address, headers, net }: ServerAddress, route: string, signal: AbortSignal): Promise<NetAnswer> =>
  net.ask({ method: 'GET', url: routeOf(address, route), headers }, signal);

/** The reply of a route that only one kind of server has; undefined when this server does not have it. */
async function probe<T>(
  at: ServerAddress,
  route: string,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  const answer = await askRoute(at, route, signal);
  if (!isOk(answer)) {
    const refusal = await readRefusal(answer);
    if (isLoading(refusal) || answer.status === 401) throw refusal;
    return undefined;
  }
  const text = await readText(answer);
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined; // Another server's page at the same route: not this kind.
  }
}

const offered = (model: ListedModel): Offered => {
  const names = [fileName(model.id), ...(model.root ? [fileName(model.root)] : [])];
  const told = [
    model.loaded_context_length,
    model.max_model_len,
    model.meta?.n_ctx,
    model.context_length,
    model.meta?.n_ctx_train,
  ];
  const contextLength = told.find(length => typeof length === 'number' && length > 0);
  return { id: model.id, names, ...(typeof contextLength === 'number' && { contextLength }) };
};

/** The last part of a path or repository name: a folder called "base" says nothing of a model. */
const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** llama-server answers everything with this while it loads its model. */
export const isLoading = (error: unknown): error is Failure =>
  error instanceof Failure && error.facts['status'] === 503 && /loading/i.test(String(error.facts['message']));

/** Milliseconds between two questions to a server that loads its model. */
const again = 250;

/** Asks again while the server loads its model, for as long as the signal lets it. */
export async function whenLoaded<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isLoading(error)) throw error;
      await delay(again, undefined, { signal });
    }
  }
}
