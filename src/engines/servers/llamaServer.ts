import * as z from 'zod';
import { isLoopback, routeOf } from '../address.ts';
import { probe, readRoute, type ServerAddress } from './probe.ts';
import { fileName, loadedFirst, type AskedServer, type ServedModel } from './server.ts';

/** Of one model. `n_ctx` is what one slot holds: the length it was started with, shared out. */
const modelPropsSchema = z.object({
  role: z.undefined().optional(),
  default_generation_settings: z.object({ n_ctx: z.number().positive() }),
  total_slots: z.number(),
  model_alias: z.string().default(''),
  model_path: z.string(),
  chat_template: z.string().default(''),
});
/** Of a server that was started without a model. */
const routerPropsSchema = z.object({ role: z.literal('router'), max_instances: z.number().default(1) });
const propsSchema = z.union([routerPropsSchema, modelPropsSchema]);

const routedSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      status: z.object({ value: z.string(), args: z.array(z.string()).default([]) }),
      // Only of a model that is loaded.
      meta: z.object({ n_ctx: z.number().nullish() }).nullish(),
      // What the model was trained with.
      context_length: z.number().nullish(),
    }),
  ),
});

/** A llama-server, known by /props: with one model, or one that routes between many. Undefined for another kind. */
export async function recogniseLlamaServer(at: ServerAddress, signal: AbortSignal): Promise<AskedServer | undefined> {
  const props = await probe(at, '/props', propsSchema, signal);
  if (props === undefined) return undefined;
  if (props.role === 'router') {
    const { data } = await readRoute(at, '/v1/models', routedSchema, signal);
    return { kind: 'llamaRouter', maxLoaded: props.max_instances, models: loadedFirst(data.map(routed)) };
  }
  const { model_alias: alias, model_path: path, total_slots: slots, default_generation_settings: settings } = props;
  const model: ServedModel = {
    id: alias === '' ? path : alias,
    names: [alias, path].map(fileName).filter(name => name !== ''),
    contextLength: settings.n_ctx,
    hasTemplate: props.chat_template !== '',
  };
  return { kind: 'llamaServer', slots, isOwn: isLoopback(routeOf(at.address, '').hostname), models: [model] };
}

function routed({ id, status, meta, context_length }: z.infer<typeof routedSchema>['data'][number]): ServedModel {
  const told = [meta?.n_ctx, startedWith(status.args), context_length];
  const contextLength = told.find(length => typeof length === 'number' && length > 0);
  return {
    id,
    names: [fileName(id)],
    isLoaded: status.value === 'loaded',
    hasTemplate: true,
    ...(typeof contextLength === 'number' && { contextLength }),
  };
}

/** The length a model will be started with, out of its command line, which the router shows; undefined when none is set. */
function startedWith(commandLine: readonly string[]): number | undefined {
  const numberAfter = (option: string): number | undefined => {
    const at = commandLine.indexOf(option);
    return at < 0 ? undefined : Number(commandLine[at + 1]);
  };
  const whole = numberAfter('--ctx-size');
  return whole === undefined ? undefined : Math.floor(whole / Math.max(1, numberAfter('--parallel') ?? 1));
}
