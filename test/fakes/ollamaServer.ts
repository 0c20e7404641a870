import type { ServerResponse } from 'node:http';
import { sendJson, sendStream, startServer, transcript, type LoopbackServer, type Received } from './loopbackServer.ts';

export interface FakeModel {
  readonly name: string;
  /** Which recorded description it has: a file below transcripts/ollama. */
  readonly like: 'show-coder-base' | 'show-coder-nosuffix' | 'show-r1';
  /** Forwarded to the internet, as Ollama marks it. */
  readonly remote?: { readonly remote_host: string; readonly remote_model: string };
  /** Where it says so; in both, as the real one does, unless told otherwise. */
  readonly remoteIn?: 'tags' | 'show';
  /** The name inside the model file. */
  readonly ownName?: string;
}

export interface FakeOllama {
  readonly version?: string;
  readonly models?: readonly FakeModel[];
  /** What /api/ps says is in memory. */
  readonly running?: readonly { readonly name: string; readonly context_length: number }[];
  /** The answer to /api/generate; the recorded completion unless told otherwise. */
  readonly generate?: (request: Received, response: ServerResponse) => void;
}

export const coder: FakeModel = { name: 'deepseek-coder:1.3b-base-q4_0', like: 'show-coder-base' };
export const reasoner: FakeModel = { name: 'deepseek-r1:1.5b', like: 'show-r1' };

/** Answers as the recorded Ollama does, with models of the given names. */
export function startOllama(fake: FakeOllama = {}): Promise<LoopbackServer> {
  const models = fake.models ?? [coder, reasoner];
  return startServer((request, response) => {
    switch (request.path) {
      case '/api/version':
        return sendJson(
          response,
          200,
          fake.version ? JSON.stringify({ version: fake.version }) : transcript('ollama/version.json'),
        );
      case '/api/tags':
        return sendJson(response, 200, JSON.stringify({ models: models.map(listed) }));
      case '/api/ps':
        return sendJson(response, 200, JSON.stringify({ models: fake.running ?? [] }));
      case '/api/show':
        return show(request, response, models);
      case '/api/generate':
        if (fake.generate) return fake.generate(request, response);
        return sendStream(response, 'application/x-ndjson', transcript('ollama/generate-raw-fim.ndjson'));
      default:
        response.writeHead(404, { 'content-type': 'text/plain' });
        response.end('404 page not found');
    }
  });
}

const listed = ({ name, remote, remoteIn }: FakeModel): object => {
  const [first] = (JSON.parse(transcript('ollama/tags.json')) as { models: object[] }).models;
  return { ...first, name, model: name, ...(remoteIn !== 'show' && remote) };
};

function show(request: Received, response: ServerResponse, models: readonly FakeModel[]): void {
  const { model: name } = JSON.parse(request.body) as { model: string };
  const model = models.find(candidate => candidate.name === name);
  if (model === undefined) return sendJson(response, 404, transcript('ollama/show-missing.json'));
  const shown = JSON.parse(transcript(`ollama/${model.like}.json`)) as { model_info: Record<string, unknown> };
  if (model.ownName !== undefined) shown.model_info['general.name'] = model.ownName;
  sendJson(response, 200, JSON.stringify({ ...shown, ...(model.remoteIn !== 'tags' && model.remote) }));
}

/** Bodies of the requests that carried a prompt. */
export const generateBodies = (server: LoopbackServer): readonly Record<string, unknown>[] =>
  server.received
    .filter(({ path }) => path === '/api/generate')
    .map(({ body }) => JSON.parse(body) as Record<string, unknown>);
