import { Ollama, type Fetch } from 'ollama/browser';
import * as z from 'zod';
import type { Purpose } from '../shared/engine.ts';
import { asFailure, Failure } from '../shared/failure.ts';
import { routeOf } from './address.ts';
import { isNamed, suited, wrongModel, type Offered, type Suited } from './modelChoice.ts';
import type { Net } from './net.ts';
import { isOk, readRefusal, readText } from './reply.ts';

// Its replies are typed but not checked by the client.
const versionSchema = z.object({ version: z.string() });
const remoteShape = { remote_host: z.string().optional(), remote_model: z.string().optional() };
const listSchema = z.object({
  models: z.array(
    z.object({ name: z.string(), details: z.object({ family: z.string().optional() }).optional(), ...remoteShape }),
  ),
});
const showSchema = z.object({ model_info: z.record(z.string(), z.unknown()).optional(), ...remoteShape });
const psSchema = z.object({ models: z.array(z.object({ name: z.string(), context_length: z.number().optional() })) });

type Listed = z.infer<typeof listSchema>['models'][number];

/**
 * `truncate: false` came back to Ollama in October 2025 (its pull request 12582) and the runner's side of it was mended in
 * November 2025 (12839): 0.13 is the first minor version with both. Older ones cut a long prompt in silence.
 */
const neededVersion = '0.13.0';

/** What can be found out about the models of an Ollama without loading one. */
export interface OllamaModels {
  /** The configured model or the first suitable one: Ollama lists the latest changed first. */
  find(purpose: Purpose, configured: string | undefined): Promise<Suited | Failure>;
  /** Tokens that a loaded model was given; undefined when it is not in memory. */
  allocated(id: string): Promise<number | undefined>;
}

/**
 * Asks an Ollama through its own client for everything that is not a stream. A client per use, on our own fetch: the client
 * by itself follows redirects with the prompt, cannot be aborted before an answer, and ends all its streams at once.
 * Throws Failure "unreachable", "serverTooOld" and what our door to the network throws.
 */
export async function openOllama(address: string, net: Net, signal: AbortSignal): Promise<OllamaModels> {
  const client = new Ollama({ host: routeOf(address, '').href, fetch: fetchThrough(net, signal) });
  const { version } = shaped(versionSchema, await client.version(), address);
  if (isTooOld(version)) throw new Failure('serverTooOld', { address, version, needed: neededVersion });
  const { models } = shaped(listSchema, await client.list(), address);
  const describe = async (name: string): Promise<Offered | Failure> => {
    const { model_info: info = {}, ...remote } = shaped(showSchema, await client.show({ model: name }), address);
    if (isRemote(remote)) return new Failure('modelInCloud', { model: name });
    return offered(name, info);
  };
  return {
    find: (purpose, configured) =>
      configured === undefined || configured === ''
        ? firstSuited(models, purpose, describe)
        : configuredModel(models, purpose, configured, describe),
    allocated: async id => {
      const running = shaped(psSchema, await client.ps(), address).models;
      return running.find(({ name }) => isNamed(name, id))?.context_length;
    },
  };
}

type Describe = (name: string) => Promise<Offered | Failure>;

async function configuredModel(
  models: readonly Listed[],
  purpose: Purpose,
  configured: string,
  describe: Describe,
): Promise<Suited | Failure> {
  const listed = models.find(({ name }) => isNamed(name, configured));
  if (listed === undefined) return new Failure('noModel', { purpose, model: configured });
  if (isRemote(listed)) return new Failure('modelInCloud', { model: configured });
  const model = await describe(listed.name);
  if (model instanceof Failure) return model;
  return suited(model, purpose) ?? wrongModel(configured, purpose);
}

/** By the listed names first, which costs nothing; only then by what each model says of itself. */
async function firstSuited(models: readonly Listed[], purpose: Purpose, describe: Describe): Promise<Suited | Failure> {
  const local = models.filter(model => !isRemote(model));
  const byName = local.filter(({ name }) => suited({ id: name, names: [name] }, purpose) !== undefined);
  for (const { name } of [...byName, ...local.filter(model => !byName.includes(model))]) {
    const model = await describe(name);
    const found = model instanceof Failure ? undefined : suited(model, purpose);
    if (found !== undefined && found.family.onlyByName !== true) return found;
  }
  return new Failure('noModel', { purpose });
}

export const isRemote = ({ remote_host, remote_model }: Pick<Listed, 'remote_host' | 'remote_model'>): boolean =>
  (remote_host ?? '') !== '' || (remote_model ?? '') !== '';

function offered(name: string, info: Readonly<Record<string, unknown>>): Offered {
  const ownName = info['general.name'];
  const architecture = info['general.architecture'];
  const contextLength = info[`${String(architecture)}.context_length`];
  return {
    id: name,
    names: typeof ownName === 'string' ? [name, ownName] : [name],
    ...(typeof architecture === 'string' && { architecture }),
    ...(typeof contextLength === 'number' && { contextLength }),
  };
}

/** "0.0.0" is what a build from source says: it may be of today. */
function isTooOld(version: string): boolean {
  const numbers = (text: string): readonly number[] => text.split(/[.-]/).slice(0, 3).map(Number);
  const [major = 0, minor = 0, patch = 0] = numbers(version);
  if (major === 0 && minor === 0 && patch === 0) return false;
  const [neededMajor = 0, neededMinor = 0] = numbers(neededVersion);
  return major < neededMajor || (major === neededMajor && minor < neededMinor);
}

/** A fetch for the client that goes through our door, and throws before the client would print a server's error body. */
function fetchThrough(net: Net, signal: AbortSignal): Fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const content =
      typeof init?.body === 'string' ? { body: init.body, headers: { 'content-type': 'application/json' } } : {};
    const answer = await net.ask({ method: init?.method === 'POST' ? 'POST' : 'GET', url, ...content }, signal);
    if (!isOk(answer)) throw await readRefusal(answer);
    return new Response(await readText(answer), { status: answer.status });
  };
}

function shaped<T>(schema: z.ZodType<T>, reply: unknown, address: string): T {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  throw new Failure('badReply', { address, message: 'it does not answer as Ollama does' }, parsed.error);
}

/** What the client threw, as a Failure: its own errors mean a body that is not JSON. */
export const ollamaFailure = (error: unknown, address: string): Failure =>
  error instanceof SyntaxError
    ? new Failure('badReply', { address, message: 'it does not answer as Ollama does' }, error)
    : asFailure(error);
