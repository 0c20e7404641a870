/** The engines that every test of this folder runs on. A new engine is a row here, with a file that starts it. */
import { test, type TestContext } from 'node:test';
import { embedded } from './embedded.ts';
import { llamaServers } from './llamaServer.ts';
import { realOllamas } from './realOllama.ts';
import { playedServers } from './servers.ts';
import type { EngineUnderTest } from './underTest.ts';

const table: readonly EngineUnderTest[] = [embedded, ...llamaServers, ...playedServers, ...realOllamas];

/** Milliseconds; only a test that hangs comes near. */
const timeout = 60_000;

/** The same test for each engine, or for each of which something is so. */
export function testEach(
  sentence: string,
  run: (engine: EngineUnderTest, test: TestContext) => Promise<void>,
  isMeant: (engine: EngineUnderTest) => boolean = ({ isScripted }) => isScripted,
): void {
  for (const engine of table.filter(isMeant)) test(`${engine.name}: ${sentence}`, { timeout }, t => run(engine, t));
}

export const every = (): boolean => true;
