import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { sendJson, sendStream, startServer, type LoopbackServer, type Received } from './loopbackServer.ts';
import { transcript } from './transcript.ts';
import { createFakeMemory, type FakeMemory, type Loading } from './ollamaServerMemory.ts';

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
  /** What its description says instead of the recorded one. */
  readonly capabilities?: readonly string[];
  readonly template?: string;
}

type Handler = (request: Received, response: ServerResponse) => void;

export interface FakeOllama {
  /** Where it listens; a free port unless told otherwise. */
  readonly port?: number;
  readonly version?: string;
  readonly models?: readonly FakeModel[];
  /** What is in memory at first; afterwards whatever was asked for, as with the real one. */
  readonly running?: readonly { readonly name: string; readonly context_length: number }[];
  /** Gives no model more tokens than this, whatever is asked. */
  readonly gives?: number;
  /** OLLAMA_MAX_LOADED_MODELS: loading one more ends the one used longest ago. */
  readonly maxLoaded?: number;
  /** The answer to /api/generate with a prompt; the recorded completion unless told otherwise. */
  readonly generate?: Handler;
  /** The answer to /api/chat; the recorded reply with thoughts unless told otherwise. */
  readonly chat?: Handler;
  /** Sees each request first; true means that it has seen to the answer, or that there will be none. */
  readonly intercept?: (request: Received, response: ServerResponse) => boolean;
}

export interface OllamaServer extends LoopbackServer {
  readonly memory: FakeMemory;
  /** Another `ollama pull`, `cp` or `rm`: other models from now on. */
  setModels(models: readonly FakeModel[]): void;
}

export const coder: FakeModel = { name: 'deepseek-coder:1.3b-base-q4_0', like: 'show-coder-base' };
export const reasoner: FakeModel = { name: 'deepseek-r1:1.5b', like: 'show-r1' };

/** Answers as the recorded Ollama does, with models of the given names, which it loads and unloads as that one did. */
export async function startOllama(fake: FakeOllama = {}): Promise<OllamaServer> {
  let models = fake.models ?? [coder, reasoner];
  const memory = createFakeMemory(fake);
  const find = (name: string): FakeModel | undefined => models.find(model => model.name === name);
  const write = (request: Received, response: ServerResponse, handler: Handler): void => {
    const body = JSON.parse(request.body) as Loading & { readonly think?: unknown };
    const model = find(body.model);
    if (model === undefined) return sendJson(response, 404, transcript('ollama/show-missing.json'));
    if (body.think === true && !capabilitiesOf(model).includes('thinking')) {
      return sendJson(response, 400, transcript('ollama/chat-coder-think.json'));
    }
    const isUnload = body.prompt === undefined && body.messages === undefined && body.keep_alive === 0;
    memory.use(body);
    if (body.prompt !== undefined || body.messages !== undefined) return handler(request, response);
    sendJson(response, 200, transcript(isUnload ? 'ollama/unload.json' : 'ollama/generate-load-only.json'));
  };
  const server = await startServer((request, response) => {
    if (fake.intercept?.(request, response) === true) return;
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
        return sendJson(response, 200, JSON.stringify({ models: memory.list().map(running) }));
      case '/api/show':
        return show(response, find((JSON.parse(request.body) as { model: string }).model));
      case '/api/generate':
        return write(request, response, fake.generate ?? replay('ollama/generate-raw-fim.ndjson'));
      case '/api/chat':
        return write(request, response, fake.chat ?? replay('ollama/chat-r1-think.ndjson'));
      default:
        response.writeHead(404, { 'content-type': 'text/plain' });
        response.end('404 page not found');
    }
  }, fake.port);
  const setModels = (others: readonly FakeModel[]): void => {
    models = others;
  };
  return { ...server, memory, setModels };
}

const replay =
  (name: string): Handler =>
  (_, response) =>
    sendStream(response, 'application/x-ndjson', transcript(name));

function listed(model: FakeModel): object {
  const { name, remote, remoteIn } = model;
  const [first] = (JSON.parse(transcript('ollama/tags.json')) as { models: object[] }).models;
  // A digest of what the model is, as the real one's is of its manifest.
  const digest = createHash('sha256').update(JSON.stringify(model)).digest('hex');
  return { ...first, name, model: name, digest, ...(remoteIn !== 'show' && remote) };
}

function running({ name, context_length }: { name: string; context_length: number }): object {
  const [first] = (JSON.parse(transcript('ollama/ps.json')) as { models: object[] }).models;
  return { ...first, name, model: name, context_length };
}

interface Description {
  readonly model_info: Record<string, unknown>;
  readonly capabilities: readonly string[];
  readonly template: string;
}

function described({ like, ownName, capabilities, template }: FakeModel): Description {
  const recorded = JSON.parse(transcript(`ollama/${like}.json`)) as Description;
  if (ownName !== undefined) recorded.model_info['general.name'] = ownName;
  return { ...recorded, ...(capabilities && { capabilities }), ...(template !== undefined && { template }) };
}

const capabilitiesOf = (model: FakeModel): readonly string[] => described(model).capabilities;

function show(response: ServerResponse, model: FakeModel | undefined): void {
  if (model === undefined) return sendJson(response, 404, transcript('ollama/show-missing.json'));
  sendJson(response, 200, JSON.stringify({ ...described(model), ...(model.remoteIn !== 'tags' && model.remote) }));
}

const bodiesOf = (server: LoopbackServer, route: string): readonly Record<string, unknown>[] =>
  server.received.filter(({ path }) => path === route).map(({ body }) => JSON.parse(body) as Record<string, unknown>);

/** Bodies of the requests to write, load or end something. */
export const generateBodies = (server: LoopbackServer): readonly Record<string, unknown>[] =>
  bodiesOf(server, '/api/generate');

export const chatBodies = (server: LoopbackServer): readonly Record<string, unknown>[] => bodiesOf(server, '/api/chat');

/** How often a route was asked. */
export const countOf = (server: LoopbackServer, route: string): number =>
  server.received.filter(({ path }) => path === route).length;
