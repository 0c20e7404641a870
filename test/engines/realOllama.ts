/**
 * A real Ollama, where a person names one: DEEPWELL_TEST_OLLAMA=http://127.0.0.1:11434. What its models say is not known.
 * Which ones are asked can be named, too: DEEPWELL_TEST_OLLAMA_COMPLETION, DEEPWELL_TEST_OLLAMA_CHAT.
 */
import { startPassThrough } from '../fakes/passThrough.ts';
import { ollamaAt, seenThrough } from './servers.ts';
import type { EngineUnderTest } from './underTest.ts';

const {
  DEEPWELL_TEST_OLLAMA: address,
  DEEPWELL_TEST_OLLAMA_COMPLETION: completion,
  DEEPWELL_TEST_OLLAMA_CHAT: chat,
} = process.env;

export const realOllamas: readonly EngineUnderTest[] = address ? [rowOf(address)] : [];

function rowOf(at: string): EngineUnderTest {
  return {
    name: 'a real Ollama',
    isScripted: false,
    tellsLoading: false,
    tellsReading: false,
    refusesWhileLoading: false,
    separates: false,
    canBeKilled: false,
    startsItself: false,
    async start(test) {
      const between = await startPassThrough();
      await between.connectTo(Number(new URL(at).port || 11_434));
      const engine = ollamaAt(between.address, { ...(completion && { completion }), ...(chat && { chat }) });
      test.after(async () => {
        await engine.dispose();
        await between.stop();
      });
      return {
        ...seenThrough(between, engine),
        written: async () => undefined,
        isIdle: async () => between.inFlight() === 0,
        kill: async () => undefined,
        restart: async () => undefined,
      };
    },
  };
}
