import * as z from 'zod';
import { probe, type ServerAddress } from './probe.ts';
import { fileName, loadedFirst, type AskedServer, type ServedModel } from './server.ts';

// Its REST API v0 (lmstudio.ai/docs/developer/rest/endpoints); loaded_context_length came later and is only of a loaded model.
const modelsSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      state: z.string(),
      arch: z.string().optional(),
      max_context_length: z.number().optional(),
      loaded_context_length: z.number().optional(),
    }),
  ),
});

/** An LM Studio, known by its own list of models, which tells more than OpenAI's. Undefined for another kind. */
export async function recogniseLmStudio(at: ServerAddress, signal: AbortSignal): Promise<AskedServer | undefined> {
  const list = await probe(at, '/api/v0/models', modelsSchema, signal);
  if (list === undefined) return undefined;
  const writing = list.data.filter(({ type }) => type === 'llm' || type === 'vlm');
  return { kind: 'lmStudio', models: loadedFirst(writing.map(offered)) };
}

function offered(row: z.infer<typeof modelsSchema>['data'][number]): ServedModel {
  const contextLength = row.loaded_context_length ?? row.max_context_length;
  return {
    id: row.id,
    names: [fileName(row.id)],
    isLoaded: row.state === 'loaded',
    hasTemplate: true,
    ...(row.arch !== undefined && { architecture: row.arch }),
    ...(contextLength !== undefined && { contextLength }),
  };
}
