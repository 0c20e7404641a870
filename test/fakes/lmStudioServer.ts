import type { ServerResponse } from 'node:http';
import type { LoopbackServer, Received } from './loopbackServer.ts';
import { sendRecorded, sendWhole, startOpenAiServer, tokensOf } from './openAiServer.ts';

export interface FakeLmStudioModel {
  readonly id: string;
  readonly type?: 'llm' | 'vlm' | 'embeddings';
  readonly arch?: string;
  readonly isLoaded?: boolean;
  readonly maxContextLength?: number;
  /** What it gets when it is loaded. */
  readonly loadedContextLength?: number;
}

export interface FakeLmStudio {
  readonly models: readonly FakeLmStudioModel[];
  /** Those before 0.4 cannot be told to load and unload. */
  readonly age?: 'older' | 'newer';
}

/** Lists, loads on the first request and says 200 to everything, as LM Studio does. */
export function startLmStudio({ models, age = 'newer' }: FakeLmStudio): Promise<LoopbackServer> {
  const loaded = new Set(models.filter(({ isLoaded }) => isLoaded === true).map(({ id }) => id));
  const list = (_: unknown, response: ServerResponse): void =>
    sendWhole(response, { object: 'list', data: models.map(model => row(model, loaded.has(model.id))) });
  const answer = (recorded: string) => (request: Received, response: ServerResponse) => {
    const body = JSON.parse(request.body) as Record<string, unknown>;
    const model = models.find(({ id }) => id === body['model']);
    if (model === undefined) return sendWhole(response, { error: { message: 'Model not found' } }, 404);
    loaded.add(model.id);
    const [prompt, limit] = [tokensOf(body), model.loadedContextLength ?? 4096];
    if (prompt <= limit) return sendRecorded(response, recorded);
    sendWhole(response, {
      error: `The number of tokens to keep from the initial prompt is greater than the context length (n_keep: ${prompt}>= n_ctx: ${limit}). Try to load the model with a larger context length, or provide a shorter input.`,
    });
  };
  const load = ({ body }: Received, response: ServerResponse): void => {
    const { model } = JSON.parse(body) as { model: string };
    loaded.add(model);
    sendWhole(response, { type: 'llm', instance_id: model, load_time_seconds: 1.5, status: 'loaded' });
  };
  const unload = ({ body }: Received, response: ServerResponse): void => {
    const { instance_id } = JSON.parse(body) as { instance_id: string };
    loaded.delete(instance_id);
    sendWhole(response, { instance_id });
  };
  return startOpenAiServer({
    models: models.map(({ id }) => ({ id, object: 'model', owned_by: 'organization_owner' })),
    unknownRoutes: 'ok',
    routes: {
      '/api/v0/models': list,
      ...(age === 'newer' && { '/api/v1/models/load': load, '/api/v1/models/unload': unload }),
    },
    completions: answer('completions-fim-raw'),
    chat: answer('chat-r1-stream'),
  });
}

const row = (model: FakeLmStudioModel, isLoaded: boolean): object => ({
  id: model.id,
  object: 'model',
  type: model.type ?? 'llm',
  publisher: 'lmstudio-community',
  arch: model.arch ?? 'llama',
  compatibility_type: 'gguf',
  quantization: 'Q4_K_M',
  state: isLoaded ? 'loaded' : 'not-loaded',
  max_context_length: model.maxContextLength ?? 32768,
  ...(isLoaded && { loaded_context_length: model.loadedContextLength ?? 4096 }),
});
