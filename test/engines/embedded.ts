/** The embedded engine: its own process with a witness in it, and scripted models that llama.cpp runs. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEmbeddedEngine } from '../../src/engines/embedded/parent.ts';
import { writeActor } from './models.ts';
import { defaultLength } from './servers.ts';
import type { Actor, EngineUnderTest, Setting } from './underTest.ts';

const childPath = fileURLToPath(new URL('witnessedChild.ts', import.meta.url));

export const embedded: EngineUnderTest = {
  name: 'embedded',
  isScripted: true,
  tellsLoading: true,
  tellsReading: true,
  refusesWhileLoading: false,
  separates: false,
  canBeKilled: true,
  startsItself: true,
  async start(test, setting) {
    const folder = await mkdtemp(join(tmpdir(), 'deepwell-engines-'));
    const { contextLength = defaultLength } = setting;
    const pids: number[] = [];
    const open = new Set<number>();
    const seen = { requests: 0, most: 0, givenUp: 0, written: 0 };
    const close = (id: number): boolean => open.delete(id);
    const engine = createEmbeddedEngine({
      childPath,
      models: await filesOf(setting, folder),
      contextLength: { completion: contextLength, chat: contextLength },
      log: (event, facts = {}) => {
        const id = Number(facts['id']);
        if (event === 'engine.started') pids.push(Number(facts['pid']));
        else if (event === 'engine.ended') open.clear();
        else if (event === 'witness.asked') {
          open.add(id);
          seen.requests += 1;
          seen.most = Math.max(seen.most, open.size);
        } else if (event === 'witness.givenUp') seen.givenUp += Number(close(id));
        else if (event === 'witness.ended') close(id);
        if (event.startsWith('witness.')) seen.written = Math.max(seen.written, Number(facts['written']));
      },
    });
    test.after(async () => {
      await engine.dispose();
      await rm(folder, { recursive: true });
    });
    return {
      engine,
      requests: () => seen.requests,
      inFlight: () => open.size,
      mostInFlight: () => seen.most,
      givenUp: () => seen.givenUp,
      // The witness tells at the end of each request, so this is exact between requests.
      written: async () => seen.written,
      isIdle: async () => open.size === 0,
      prompts: () => undefined,
      cutEvery: () => undefined,
      kill: async () => void process.kill(pids.at(-1) ?? 0, 'SIGKILL'),
      // The next request does it.
      restart: async () => undefined,
      isLeft: () => pids.some(isRunning),
    };
  },
};

async function filesOf({ scripts, contextLength, named, present }: Setting, folder: string) {
  const file = async (actor: Actor | undefined): Promise<string | undefined> =>
    actor && writeActor(folder, actor, { scripts, contextLength });
  // This engine looks for no model by itself: what is there is what is configured.
  const there = (actor: Actor): Actor | undefined =>
    present === undefined || present.includes(actor) ? actor : undefined;
  return {
    completion: await file(named?.completion ?? there('coder')),
    chat: await file(named?.chat ?? there('reasoner')),
  };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
