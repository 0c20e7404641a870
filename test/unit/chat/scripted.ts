/** A conversation with an engine that plays what it is given. */
import assert from 'node:assert/strict';
import { ChatSession, type Change, type ChatModel, type SessionParts } from '../../../src/chat/session.ts';
import { emptyChat } from '../../../src/chat/tree.ts';
import type { Chat } from '../../../src/chat/turns.ts';
import { families, type Family } from '../../../src/models/families.ts';
import type { AssistantTurnView } from '../../../src/shared/chat.ts';
import type { GenerateRequest, Generator, Input, Piece } from '../../../src/shared/engine.ts';
import { Failure } from '../../../src/shared/failure.ts';
import { silent } from '../../../src/shared/log.ts';

/** "wait" lasts until the request is aborted. */
export type Step = Piece | Failure | 'wait';

export const text = (said: string, tokens = 1): Piece => ({ kind: 'text', text: said, tokens });

export const ended = (reason: 'stop' | 'length', promptTokens = 1, generatedTokens = 1): Piece => ({
  kind: 'end',
  reason,
  usage: { promptTokens, evaluatedTokens: promptTokens, generatedTokens },
});
export const end = ended('stop');

/** The text in pieces of so many characters. */
export const cut = (said: string, size: number): Piece[] =>
  Array.from({ length: Math.ceil(said.length / size) }, (_, at) => text(said.slice(at * size, (at + 1) * size)));

/** Plays one list of steps for each request. */
export function playing(...plays: readonly (readonly Step[])[]): { engine: Generator; requests: GenerateRequest[] } {
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

export const modelOf = (engine: Generator, change: Partial<ChatModel> = {}): ChatModel => ({
  engine,
  family: familyNamed('deepseek-r1'),
  label: 'R1 7B',
  contextLength: 8192,
  ...change,
});

export interface Conversation {
  readonly session: ChatSession;
  readonly changes: Change[];
}

export function sessionWith(engine: Generator, change: Partial<SessionParts> = {}, chat?: Chat): Conversation {
  const changes: Change[] = [];
  let time = 0;
  const parts: SessionParts = {
    reach: async () => modelOf(engine),
    tell: failure => ({ sentence: `told: ${failure.kind}` }),
    clock: () => (time += 10),
    now: () => 1_700_000_000_000,
    log: silent,
    changed: one => changes.push(one),
    thinking: () => 'normal',
    loopGuard: () => 'offer',
    ...change,
  };
  return { session: new ChatSession(parts, chat ?? emptyChat('chat-1', 0, '')), changes };
}

export const lastReply = (session: ChatSession): AssistantTurnView => {
  const turn = session.turns.at(-1);
  assert(turn?.role === 'assistant');
  return turn;
};

/** Turns in short: "q" and its text, or the state and answer of a reply. */
export const inShort = (session: ChatSession): string[] =>
  session.turns.map(turn => (turn.role === 'assistant' ? `${turn.state}: ${turn.answer}` : turn.text));

export const written = ({ prompt = [] }: Partial<Input> = {}): string =>
  prompt.map(part => (typeof part === 'string' ? part : part.mark)).join('');

export const settle = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** mulberry32, as whole numbers below a bound. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return below => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
