import type { ServerResponse } from 'node:http';
import { type LoopbackServer, type Received } from './loopbackServer.ts';
import { transcript } from './transcript.ts';
import { sendRecorded, sendWhole, startOpenAiServer } from './openAiServer.ts';

export interface FakeRouter {
  readonly models: readonly string[];
  readonly maxLoaded?: number;
}

interface Row {
  readonly status: { readonly value: string; readonly args: readonly string[] };
}

/** A llama-server without a model of its own, as recorded: it starts a process for each model it is asked for. */
export function startLlamaRouter({ models, maxLoaded }: FakeRouter): Promise<LoopbackServer> {
  const props = JSON.parse(transcript('llama-server/router-props.json')) as object;
  const { data } = JSON.parse(transcript('llama-server/router-models.json')) as { data: readonly [Row] };
  const loaded = new Set<string>();
  const rowOf = (id: string): object => ({
    ...data[0],
    id,
    status: { ...data[0].status, value: loaded.has(id) ? 'loaded' : 'unloaded' },
    ...(loaded.has(id) && { meta: { n_ctx: 1024, n_ctx_train: 4096 } }),
  });
  const move = (change: (id: string) => void) => (request: Received, response: ServerResponse) => {
    change((JSON.parse(request.body) as { model: string }).model);
    sendWhole(response, { success: true });
  };
  return startOpenAiServer({
    models: [],
    routes: {
      '/props': (_, response) =>
        sendWhole(response, { ...props, ...(maxLoaded !== undefined && { max_instances: maxLoaded }) }),
      '/v1/models': (_, response) => sendWhole(response, { data: models.map(rowOf), object: 'list' }),
      '/models/load': move(id => loaded.add(id)),
      '/models/unload': move(id => loaded.delete(id)),
    },
    completions: (request, response) => {
      loaded.add((JSON.parse(request.body) as { model: string }).model);
      sendRecorded(response, 'completions-fim-raw');
    },
  });
}
