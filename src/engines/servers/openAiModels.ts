import * as z from 'zod';
import { probe, readRoute, type ServerAddress } from './probe.ts';
import { fileName, type AskedServer, type ServedModel } from './server.ts';

const modelsSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      owned_by: z.string().nullish(),
      // vLLM: the repository or folder that --served-model-name hides.
      root: z.string().nullish(),
      // vLLM and SGLang; others that we know only by this list have other words.
      max_model_len: z.number().nullish(),
      context_length: z.number().nullish(),
      meta: z.object({ n_ctx: z.number().nullish(), n_ctx_train: z.number().nullish() }).nullish(),
    }),
  ),
});

type Listed = z.infer<typeof modelsSchema>['data'][number];

const owners: Readonly<Record<string, 'vllm' | 'sglang'>> = { vllm: 'vllm', sglang: 'sglang' };

/** A vLLM or SGLang, known by whose models it lists, or any other server that has OpenAI's list. Throws what readRoute throws. */
export async function recogniseByModels(at: ServerAddress, signal: AbortSignal): Promise<AskedServer> {
  const { data } = await readRoute(at, '/v1/models', modelsSchema, signal);
  const kind = owners[data[0]?.owned_by?.toLowerCase() ?? ''] ?? 'generic';
  const path = kind === 'sglang' ? await modelPath(at, signal) : undefined;
  return { kind, models: data.map(row => offered(row, path)) };
}

// SGLang's own route; its list has the served name twice. The older name of the route is still there but will go.
const infoSchema = z.object({ model_path: z.string() });
const modelPath = async (at: ServerAddress, signal: AbortSignal): Promise<string | undefined> =>
  ((await probe(at, '/model_info', infoSchema, signal)) ?? (await probe(at, '/get_model_info', infoSchema, signal)))
    ?.model_path;

function offered({ id, root, max_model_len, context_length, meta }: Listed, path: string | undefined): ServedModel {
  const names = new Set([id, root ?? '', path ?? ''].map(fileName).filter(name => name !== ''));
  const told = [max_model_len, meta?.n_ctx, context_length, meta?.n_ctx_train];
  const contextLength = told.find(length => typeof length === 'number' && length > 0);
  // All of them have /v1/chat/completions. Whether the model came with a template, they tell only when asked to use it.
  return { id, names: [...names], hasTemplate: true, ...(typeof contextLength === 'number' && { contextLength }) };
}
