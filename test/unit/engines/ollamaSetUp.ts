import type { ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { createNet, type Net } from '../../../src/engines/net.ts';
import { createOllamaEngine, type OllamaOptions } from '../../../src/engines/ollama.ts';
import type { Engine, Health } from '../../../src/shared/engine.ts';
import { Failure } from '../../../src/shared/failure.ts';
import { silent } from '../../../src/shared/log.ts';
import { sendStream } from '../../fakes/loopbackServer.ts';
import { startOllama, type FakeOllama, type OllamaServer } from '../../fakes/ollamaServer.ts';

export interface OllamaSet {
  readonly server: OllamaServer;
  readonly engine: Engine;
  readonly net: Net;
}

export async function setUp(
  t: TestContext,
  fake: FakeOllama = {},
  options: Partial<OllamaOptions> = {},
): Promise<OllamaSet> {
  const server = await startOllama(fake);
  const net = createNet({ log: silent });
  const engine = engineAt(server.address, net, options);
  t.after(() => Promise.all([engine.dispose(), server.stop()]));
  return { server, engine, net };
}

export const engineAt = (address: string, net: Net, options: Partial<OllamaOptions> = {}): Engine =>
  createOllamaEngine({ address, models: {}, chatContextLength: 0, keepAlive: 10, log: silent, net, ...options });

export const kinds = ({ completion, chat: chatModel }: Health): readonly string[] =>
  [completion, chatModel].map(model => (model instanceof Failure ? model.kind : model.name));

export const stream = (body: string) => (_: unknown, response: ServerResponse) =>
  sendStream(response, 'application/x-ndjson', body);
