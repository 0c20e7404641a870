import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createEmbeddedEngine } from '../../src/engines/embedded/parent.ts';
import { createNet } from '../../src/engines/net.ts';
import { createOllamaEngine } from '../../src/engines/ollama.ts';
import { createServerEngine } from '../../src/engines/openai.ts';
import type { Engine } from '../../src/shared/engine.ts';
import { Failure } from '../../src/shared/failure.ts';
import { silent } from '../../src/shared/log.ts';
import type { Figure } from './figures.ts';

interface Addresses {
  readonly ollama: string;
  readonly llamaServer: string;
  readonly atOnce: string;
  readonly endless: string;
}

/**
 * How long this process's event loop is kept from turning while each engine streams 10,000 tokens a second, while 50,000 come at
 * once, and while a server sends one line of 200 MB. Servers and engine run in processes of their own.
 */
export async function eventLoop(): Promise<readonly Figure[]> {
  const servers = fork(join(import.meta.dirname, 'tokenServers.ts'), { execArgv: [] });
  const [addresses] = (await once(servers, 'message')) as [Addresses];
  const net = createNet({ log: silent });
  const common = { models: {}, chatContextLength: 0, keepAlive: 10, log: silent, net };
  const childPath = join(import.meta.dirname, 'tokenProcess.ts');
  const engines: readonly (readonly [string, Engine])[] = [
    ['Ollama', createOllamaEngine({ ...common, address: addresses.ollama })],
    ['llama-server', createServerEngine({ ...common, address: addresses.llamaServer })],
    ['built-in engine', createEmbeddedEngine({ childPath, models: { completion: 'scripted' }, log: silent })],
    ['Ollama, all at once', createOllamaEngine({ ...common, address: addresses.atOnce })],
    ['a line of 200 MB', createOllamaEngine({ ...common, address: addresses.endless })],
  ];
  try {
    const figures: Figure[] = [];
    for (const [name, engine] of engines) figures.push(...(await figuresOf(name, engine)));
    return figures;
  } finally {
    await Promise.all(engines.map(([, engine]) => engine.dispose()));
    servers.disconnect();
  }
}

async function figuresOf(name: string, engine: Engine): Promise<readonly Figure[]> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const startedAt = performance.now();
  delay.enable();
  const count = await countTokens(engine);
  delay.disable();
  const elapsed = (performance.now() - startedAt) / 1000;
  const milliseconds = (nanoseconds: number): number => nanoseconds / 1e6;
  const perSecond = { what: `tokens a second: ${name}`, value: count / elapsed, unit: 'tokens/s' };
  return [
    ...(count > 0 ? [perSecond] : []),
    { what: `event loop held up, p99: ${name}`, value: milliseconds(delay.percentile(99)), unit: 'ms', limit: 50 },
    { what: `event loop held up, at most: ${name}`, value: milliseconds(delay.max), unit: 'ms', limit: 100 },
  ];
}

/** Reads a stream to its end; one that is given up as it should be counts what came before. */
async function countTokens(engine: Engine): Promise<number> {
  const sampling = { temperature: 0, topP: 1 };
  const request = { purpose: 'completion', prompt: ['a'], maxTokens: 100_000, sampling } as const;
  let count = 0;
  try {
    for await (const piece of engine.generate(request, new AbortController().signal)) {
      if (piece.kind === 'text') count += piece.tokens;
    }
  } catch (error) {
    if (!(error instanceof Failure && error.facts['why'] === 'tooLong')) throw error;
  }
  return count;
}
