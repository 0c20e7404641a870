import type { TestContext } from 'node:test';
import { createNet } from '../../../src/engines/net.ts';
import { createServerEngine, type ServerOptions } from '../../../src/engines/openai.ts';
import type { Engine, Health } from '../../../src/shared/engine.ts';
import { Failure } from '../../../src/shared/failure.ts';
import { silent } from '../../../src/shared/log.ts';
import type { LoopbackServer } from '../../fakes/loopbackServer.ts';

/** An engine on a server; both end with the test. */
export function engineOn(t: TestContext, server: LoopbackServer, options: Partial<ServerOptions> = {}): Engine {
  const net = createNet({ log: silent });
  const engine = createServerEngine({
    ...{ address: server.address, models: {}, chatContextLength: 0, keepAlive: 10, log: silent, net },
    ...options,
  });
  t.after(() => Promise.all([engine.dispose(), server.stop()]));
  return engine;
}

/** Options for an engine to which the server is on another machine. */
export function elsewhere(server: LoopbackServer): Pick<ServerOptions, 'address' | 'net'> {
  const door = createNet({ log: silent });
  const ask: typeof door.ask = (question, signal) =>
    door.ask({ ...question, url: new URL(question.url.pathname, server.address) }, signal);
  return { address: 'http://gpu.example:8080', net: { ...door, ask } };
}

/** Name and length of both models, or the kind of failure. */
export const modelsOf = ({ completion, chat: chatModel }: Health): readonly (readonly [string, number?])[] =>
  [completion, chatModel].map(model => (model instanceof Failure ? [model.kind] : [model.name, model.contextLength]));
