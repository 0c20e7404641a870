/**
 * Real llama-servers with scripted models. Each serves one model, so there is one for each purpose, each behind a place
 * where its connections are seen and with the product's own engine in front of it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Purpose } from '../../src/shared/engine.ts';
import { startPassThrough } from '../fakes/passThrough.ts';
import { makeEndlessFile, startLlamaServer } from '../fakes/realLlamaServer.ts';
import { findLlamaServer, type LlamaServer } from '../tasks/llamaServer.ts';
import { writeActor } from './models.ts';
import { actorFor, together } from './pair.ts';
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
