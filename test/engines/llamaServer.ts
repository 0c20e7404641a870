/**
 * Real llama-servers with scripted models. Each serves one model, so there is one for each purpose, each behind a place
 * where its connections are seen and with the product's own engine in front of it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine, Purpose } from '../../src/shared/engine.ts';
import { startPassThrough } from '../fakes/passThrough.ts';
import { makeEndlessFile, startLlamaServer } from '../fakes/realLlamaServer.ts';
import { findLlamaServer, type LlamaServer } from '../tasks/llamaServer.ts';
import { writeActor } from './models.ts';
import { defaultLength, seenThrough, serverAt } from './servers.ts';
import type { Actor, EngineUnderTest, Running, Setting } from './underTest.ts';

const found = findLlamaServer();
if (found === undefined)
  console.warn('THE TESTS OF A REAL llama-server ARE NOT RUN: there is none. Try: npm test -- engines');

/** No row where none can be had. */
export const llamaServers: readonly EngineUnderTest[] = found === undefined ? [] : [rowOf(found)];

function rowOf(llamaServer: LlamaServer): EngineUnderTest {
  return {
    name: 'llama-server',
    isScripted: true,
    tellsLoading: true,
    tellsReading: true,
    refusesWhileLoading: true,
    separates: true,
    canBeKilled: true,
    startsItself: false,
    async start(test, setting) {
      const folder = await mkdtemp(join(tmpdir(), 'deepwell-engines-'));
      const endings: (() => Promise<void>)[] = [() => rm(folder, { recursive: true })];
      test.after(async () => {
        for (const end of endings.toReversed()) await end();
      });
      const stand = (fitting: Actor, purpose: Purpose): Promise<Running> =>
        startStand({ llamaServer, folder, fitting, purpose, setting, atEnd: end => void endings.push(end) });
      return together(await stand('coder', 'completion'), await stand('reasoner', 'chat'));
    },
  };
}

interface StandParts {
  readonly llamaServer: LlamaServer;
  readonly folder: string;
  readonly fitting: Actor;
  readonly purpose: Purpose;
  readonly setting: Setting;
  readonly atEnd: (end: () => Promise<void>) => void;
}

/** One server with its own engine before it. */
async function startStand({ llamaServer, folder, fitting, purpose, setting, atEnd }: StandParts): Promise<Running> {
  const { contextLength = defaultLength, stay } = setting;
  const model = await writeActor(folder, actorFor(fitting, purpose, setting), setting);
  const endless = join(folder, `${purpose}.gguf`);
  if (stay === 'loading') makeEndlessFile(endless);
  let isLoading = stay === 'loading';
  let server = await startLlamaServer(llamaServer, {
    contextLength,
    ...(isLoading ? { model: endless, staysLoading: true } : { model }),
  });
  atEnd(() => server.kill());
  const between = await startPassThrough();
  atEnd(() => between.stop());
  await between.connectTo(server.port);
  const engine = serverAt(between.address, setting.named?.[purpose] ? { [purpose]: model } : {});
  atEnd(() => engine.dispose());
  const counts = async () => (server.isRunning() && !isLoading ? server.counts() : { written: 0, working: 0 });
  return {
    ...seenThrough(between, engine),
    written: async () => (await counts()).written,
    isIdle: async () => (await counts()).working === 0,
    kill: async () => {
      await server.kill();
      await between.break();
    },
    restart: async () => {
      await server.kill();
      isLoading = false;
      server = await startLlamaServer(llamaServer, { model, contextLength });
      await between.connectTo(server.port);
    },
  };
}

/** A server always has a model: where a test wants the fitting one to be missing, it has the other. */
function actorFor(fitting: Actor, purpose: Purpose, { named, present = ['coder', 'reasoner'] }: Setting): Actor {
  const unfitting = present.includes(fitting) || named !== undefined ? fitting : other[fitting];
  return named?.[purpose] ?? unfitting;
}

const other: Readonly<Record<Actor, Actor>> = { coder: 'reasoner', instruct: 'reasoner', reasoner: 'coder' };

/** Two engines as one, by purpose. */
function together(completion: Running, chat: Running): Running {
  const both = [completion, chat];
  const sum = (count: (stand: Running) => number): number => both.reduce((total, stand) => total + count(stand), 0);
  const engine: Engine = {
    generate: (request, signal) =>
      (request.purpose === 'completion' ? completion : chat).engine.generate(request, signal),
    check: async signal => ({
      engine: 'server',
      completion: (await completion.engine.check(signal)).completion,
      chat: (await chat.engine.check(signal)).chat,
    }),
    preload: (purpose, signal) => (purpose === 'completion' ? completion : chat).engine.preload(purpose, signal),
    unload: async () => void (await Promise.all(both.map(stand => stand.engine.unload()))),
    dispose: async () => void (await Promise.all(both.map(stand => stand.engine.dispose()))),
  };
  return {
    engine,
    requests: () => sum(stand => stand.requests()),
    inFlight: () => sum(stand => stand.inFlight()),
    mostInFlight: () => sum(stand => stand.mostInFlight()),
    givenUp: () => sum(stand => stand.givenUp()),
    written: async () => ((await completion.written()) ?? 0) + ((await chat.written()) ?? 0),
    isIdle: async () => (await completion.isIdle()) && (await chat.isIdle()),
    prompts: () => both.flatMap(stand => stand.prompts() ?? []),
    cutEvery: bytes => both.forEach(stand => stand.cutEvery(bytes)),
    kill: async () => void (await Promise.all(both.map(stand => stand.kill()))),
    restart: async () => void (await Promise.all(both.map(stand => stand.restart()))),
    isLeft: () => both.some(stand => stand.isLeft()),
  };
}
