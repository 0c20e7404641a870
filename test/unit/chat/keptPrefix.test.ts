import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { ChatSession } from '../../../src/chat/session.ts';
import { demoEngine, demoFamily } from '../../demo/demoEngine.ts';
import { lastReply, modelOf, sessionWith } from './scripted.ts';

describe('on the real engine', () => {
  const engine = demoEngine();
  after(() => engine.dispose());

  /** Asks, and does something once the trace has so many tokens. */
  async function interrupted(at: number, act: (session: ChatSession) => void): Promise<ChatSession> {
    const model = modelOf(engine, { family: demoFamily('demo-r1'), contextLength: 2048 });
    let hasActed = false;
    const { session } = sessionWith(engine, {
      reach: async () => model,
      changed: () => {
        if (hasActed || (lastReply(session).thought?.tokens ?? 0) < at) return;
        hasActed = true;
        act(session);
      },
    });
    await session.send('What does tideAt do?');
    return session;
  }

  const usageOf = (session: ChatSession) => session.sent(lastReply(session).id)?.usage;

  test('Answer now evaluates hardly more than the closing of the trace', async () => {
    const session = await interrupted(12, one => void one.answerNow('2'));
    const { thought, state } = lastReply(session);
    const { promptTokens = 0, evaluatedTokens = 0 } = usageOf(session) ?? {};
    assert.deepEqual([state, thought?.endedBy], ['complete', 'answerNow']);
    assert(promptTokens >= 12 + 12, `${promptTokens} tokens in the prompt`);
    assert(evaluatedTokens <= 6, `${evaluatedTokens} of ${promptTokens} tokens evaluated`);
  });

  test('a trace that was stopped goes on as if it had not been', async () => {
    const whole = lastReply(await interrupted(Infinity, () => undefined));
    const session = await interrupted(12, one => one.stop());
    await session.continueThinking('2');
    const { thought, answer } = lastReply(session);
    assert.deepEqual([thought?.text, answer], [whole.thought?.text, whole.answer]);
    const { promptTokens = 0, evaluatedTokens = 0 } = usageOf(session) ?? {};
    assert(evaluatedTokens <= 4, `${evaluatedTokens} of ${promptTokens} tokens evaluated`);
  });
});
