/** Servers that only play their models: each in the form of the real one, seen through a place in between. */
import type { TestContext } from 'node:test';
import { createNet } from '../../src/engines/net.ts';
import { createOllamaEngine } from '../../src/engines/ollama.ts';
import { createServerEngine } from '../../src/engines/openai.ts';
import type { Engine, Purpose } from '../../src/shared/engine.ts';
import { silent } from '../../src/shared/log.ts';
import { startPassThrough, type PassThrough } from '../fakes/passThrough.ts';
import { startStreamingOllama } from '../fakes/streamingOllama.ts';
import { startStreamingOpenAi, type PlayedServer } from '../fakes/streamingOpenAi.ts';
import type { PlayedModel, StreamingServer } from '../fakes/streamingServer.ts';
import { actorFor, together } from './pair.ts';
import type { Actor, EngineUnderTest, Running, Setting } from './underTest.ts';

export const defaultLength = 32_768;

type Names = Readonly<Record<Actor, string>>;

interface Played {
  readonly name: string;
  readonly names: Names;
  readonly engineAt: (address: string, models: { completion?: string; chat?: string }) => Engine;
  readonly serve: (models: readonly PlayedModel[], stay: Setting['stay']) => Promise<StreamingServer>;
  readonly tellsLoading: boolean;
  /** Each of them has one model. */
  readonly servesOne: boolean;
}

const playedServer = (parts: Played): EngineUnderTest => ({
  name: parts.name,
  isScripted: true,
  tellsLoading: parts.tellsLoading,
  tellsReading: false,
  refusesWhileLoading: false,
  separates: true,
  canBeKilled: true,
  startsItself: false,
  async start(test, setting) {
    if (!parts.servesOne) return startServer(parts, setting.present ?? ['coder', 'reasoner'], test, setting);
    const stand = (fitting: Actor, purpose: Purpose): Promise<Running> =>
      startServer(parts, [actorFor(fitting, purpose, setting)], test, setting);
    return together(await stand('coder', 'completion'), await stand('reasoner', 'chat'));
  },
});

async function startServer(
  { names, engineAt, serve }: Played,
  actors: readonly Actor[],
  test: TestContext,
  setting: Setting,
): Promise<Running> {
  const models = actors.map(actor => played(actor, names, setting));
  let server = await serve(models, setting.stay);
  const between = await startPassThrough();
  await between.connectTo(server.port);
  const { completion, chat } = setting.named ?? {};
  const engine = engineAt(between.address, {
    ...(completion && { completion: names[completion] }),
    ...(chat && { chat: names[chat] }),
  });
  test.after(async () => {
    await engine.dispose();
    await between.stop();
    await server.stop();
  });
  return {
    ...seenThrough(between, engine),
    written: async () => server.written(),
    isIdle: async () => server.working() === 0,
    kill: async () => {
      await between.break();
      await server.stop();
    },
    restart: async () => {
      await server.stop();
      server = await serve(models, undefined);
      await between.connectTo(server.port);
    },
  };
}

const played = (actor: Actor, names: Names, { scripts, contextLength = defaultLength }: Setting): PlayedModel => {
  const kind = actor === 'reasoner' ? 'r1' : 'coder';
  return { id: names[actor], kind, scripts: scripts?.[kind] ?? [], contextLength };
};

/** What can be seen of any server from the place where its connections pass. */
export const seenThrough = (
  between: PassThrough,
  engine: Engine,
): Omit<Running, 'written' | 'isIdle' | 'kill' | 'restart'> => ({
  engine,
  requests: () => between.questions.length,
  inFlight: () => between.inFlight(),
  mostInFlight: () => between.mostInFlight(),
  givenUp: () => between.givenUp(),
  prompts: () => between.questions.map(({ prompt }) => String(prompt)),
  cutEvery: bytes => void (between.cutEvery = bytes),
  isLeft: () => between.inFlight() > 0,
});

type Models = Parameters<typeof createServerEngine>[0]['models'];

export const ollamaAt = (address: string, models: Models): Engine =>
  createOllamaEngine({
    address,
    models,
    chatContextLength: 0,
    keepAlive: 10,
    log: silent,
    net: createNet({ log: silent }),
  });

export const serverAt = (address: string, models: Models): Engine =>
  createServerEngine({
    address,
    models,
    chatContextLength: 0,
    keepAlive: 10,
    log: silent,
    net: createNet({ log: silent }),
  });

const openAiServer = (name: PlayedServer): EngineUnderTest =>
  playedServer({
    name,
    names: {
      coder: 'deepseek-ai/deepseek-coder-1.3b-base',
      instruct: 'deepseek-ai/deepseek-coder-1.3b-instruct',
      reasoner: 'deepseek-ai/DeepSeek-R1-Distill-Qwen-1.5B',
    },
    engineAt: serverAt,
    serve: (models, stay) => startStreamingOpenAi(name, models, stay),
    tellsLoading: false,
    servesOne: name !== 'LM Studio',
  });

export const playedServers: readonly EngineUnderTest[] = [
  playedServer({
    name: 'Ollama',
    names: {
      coder: 'deepseek-coder:1.3b-base-q4_0',
      instruct: 'deepseek-coder:1.3b-instruct-q4_0',
      reasoner: 'deepseek-r1:1.5b',
    },
    engineAt: ollamaAt,
    serve: startStreamingOllama,
    tellsLoading: true,
    servesOne: false,
  }),
  openAiServer('vLLM'),
  openAiServer('SGLang'),
  openAiServer('LM Studio'),
];
