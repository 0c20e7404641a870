/** Servers that serve one model each: one for each purpose, and before them one engine that is two. */
import type { Engine, Purpose } from '../../src/shared/engine.ts';
import type { Actor, Running, Setting } from './underTest.ts';

/** A server always has a model: where a test wants the fitting one to be missing, it has the other. */
export function actorFor(fitting: Actor, purpose: Purpose, { named, present = ['coder', 'reasoner'] }: Setting): Actor {
  const unfitting = present.includes(fitting) || named !== undefined ? fitting : other[fitting];
  return named?.[purpose] ?? unfitting;
}

const other: Readonly<Record<Actor, Actor>> = { coder: 'reasoner', instruct: 'reasoner', reasoner: 'coder' };

/** Two engines as one, by purpose. */
export function together(completion: Running, chat: Running): Running {
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
