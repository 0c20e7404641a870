import assert from 'node:assert/strict';
import type { ChatModel } from '../../../src/chat/running.ts';
import { type Change, ChatSession, type SessionParts } from '../../../src/chat/session.ts';
import { blankChat } from '../../../src/chat/tree.ts';
import type { Chat } from '../../../src/chat/turns.ts';
import { families, type Family } from '../../../src/models/families.ts';
import type { AssistantTurnView } from '../../../src/shared/chat.ts';
import type { GenerateRequest, Generator, Input, Piece } from '../../../src/shared/engine.ts';
import { Failure } from '../../../src/shared/failure.ts';
import { silent } from '../../../src/shared/log.ts';
import { promptText } from '../../../src/chat/sent.ts';

export type Step = Piece | Failure | 'wait';

export const text = (said: string, tokens = 1): Piece => ({ kind: 'text', text: said, tokens });

export const end = (reason: 'stop' | 'length' = 'stop', generatedTokens = 1): Piece => ({
  kind: 'end',
  reason,
  usage: { promptTokens: 1, evaluatedTokens: 1, generatedTokens },
});

export interface Player {
  readonly engine: Generator;
  readonly requests: GenerateRequest[];
}

/** Plays one list of steps for each request; "wait" lasts until the request is aborted. */
export function playing(...plays: readonly (readonly Step[])[]): Player {
  const requests: GenerateRequest[] = [];
  const engine: Generator = {
    async *generate(request, signal) {
      const steps = plays[requests.length] ?? [];
      requests.push(request);
      for (const step of steps) {
        await Promise.resolve();
        signal.throwIfAborted();
        if (step === 'wait') await aborted(signal);
        else if (step instanceof Failure) throw step;
        else yield step;
      }
    },
  };
  return { engine, requests };
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true }));

export function familyNamed(id: string): Family {
  const family = families.find(one => one.id === id);
  assert(family);
  return family;
}

export interface Opened {
  readonly session: ChatSession;
  readonly changes: Change[];
}

export function sessionWith(
  engine: Generator,
  change: Partial<SessionParts & ChatModel> & { readonly chat?: Chat } = {},
): Opened {
  const changes: Change[] = [];
  let time = 0;
  const { chat = blankChat('chat-1', 1000), ...more } = change;
  const session = new ChatSession(
    {
      reach: async () => ({
        engine,
        family: familyNamed('deepseek-r1'),
        label: 'R1',
        contextLength: 8192,
        ...more,
      }),
      tell: failure => ({ sentence: `told: ${failure.kind}` }),
      clock: () => (time += 10),
      now: () => 2000,
      log: silent,
      changed: one => changes.push(one),
      thinking: () => 'normal',
      loopGuard: () => 'offer',
      ...more,
    },
    chat,
  );
  return { session, changes };
}

export function lastReply(session: ChatSession): AssistantTurnView {
  const turn = session.turns.at(-1);
  assert(turn?.role === 'assistant');
  return turn;
}

export const written = (input: Input | undefined): string => (input === undefined ? '' : promptText(input));

export const settle = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
