import { tokensIn } from '../context/tokens.ts';
import { type Family, reasons } from '../models/families.ts';
import { conversationInput } from '../prompt/conversation.ts';
import { type Attachment, withAttachments } from '../prompt/attachments.ts';
import type { Generator, Turn as PastTurn } from '../shared/engine.ts';
import { Failure, asFailure } from '../shared/failure.ts';
import type { Log } from '../shared/log.ts';
import type { ProblemView, TurnView, UserTurnView } from '../shared/chat.ts';
import { type Clock, Reply } from './reply.ts';

/** What a chat needs to be answered: an engine whose chat model is of a known family. */
export interface ChatModel {
  readonly engine: Generator;
  readonly family: Family;
}

export interface SessionParts {
  /** Finds the engine for the next reply. Throws Failure where none can answer. */
  readonly reach: (signal: AbortSignal) => Promise<ChatModel>;
  /** One sentence and one button for a failure. */
  readonly tell: (failure: Failure) => ProblemView;
  readonly now: Clock;
  readonly log: Log;
  /** Called after each change: of one turn, or of the whole list. */
  readonly changed: (change: Change) => void;
}

export type Change = { readonly kind: 'turns' } | { readonly kind: 'turn'; readonly id: string };

/** DeepSeek's own upper bound for one reply of R1. An engine with less room says so by ending with "length". */
const maxReplyTokens = 32_768;

type Turn = (Omit<UserTurnView, 'attachments'> & { readonly attachments: readonly Attachment[] }) | Reply;

/** One conversation: its turns in order and at most one running reply. The page only shows what stands here. */
export class ChatSession {
  readonly #parts: SessionParts;
  #turns: Turn[] = [];
  #running: AbortController | undefined;
  #lastId = 0;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  get turns(): readonly TurnView[] {
    return this.#turns.map(viewOf);
  }

  turn(id: string): TurnView | undefined {
    const turn = this.#turns.find(one => one.id === id);
    return turn && viewOf(turn);
  }

  /** Asks; a reply that still runs is stopped first. Resolves when the reply has ended, however it ended. */
  async send(text: string, attachments: readonly Attachment[] = []): Promise<void> {
    this.stop();
    this.#turns.push({ role: 'user', id: this.#newId(), text, attachments });
    await this.#reply();
  }

  /** Asks again for the reply `id`: it and what came after it go. */
  async retry(id: string): Promise<void> {
    const at = this.#turns.findIndex(turn => turn.id === id);
    if (at < 0 || !(this.#turns[at] instanceof Reply)) return;
    this.stop();
    this.#turns = this.#turns.slice(0, at);
    await this.#reply();
  }

  /** Ends the running reply; what it wrote so far stays. */
  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  newChat(): void {
    this.stop();
    this.#turns = [];
    this.#parts.changed({ kind: 'turns' });
  }

  async #reply(): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    const past = this.#turns.flatMap(pastTurn);
    const reply = new Reply(this.#newId(), false, this.#parts.now);
    this.#turns.push(reply);
    this.#parts.changed({ kind: 'turns' });
    try {
      await this.#stream(past, reply, running.signal);
    } finally {
      if (this.#running === running) this.#running = undefined;
    }
  }

  async #stream(past: readonly PastTurn[], placeholder: Reply, signal: AbortSignal): Promise<void> {
    let reply = placeholder;
    const startedAt = this.#parts.now();
    try {
      const { engine, family } = await this.#parts.reach(signal);
      if (family.conversation === undefined) throw new Failure('wrongModel', { model: family.label, purpose: 'chat' });
      reply = this.#replace(placeholder, reasons(family));
      const input = conversationInput(past, family.conversation);
      const request = { ...input, purpose: 'chat', maxTokens: maxReplyTokens, sampling: family.sampling } as const;
      for await (const piece of engine.generate(request, signal)) {
        signal.throwIfAborted();
        reply.add(piece);
        this.#parts.changed({ kind: 'turn', id: reply.id });
      }
      signal.throwIfAborted();
      reply.end('complete');
    } catch (error) {
      if (signal.aborted) reply.end('stopped');
      else this.#fail(reply, asFailure(error));
    }
    this.#parts.log('chat.ended', {
      state: reply.view().state,
      tokens: reply.tokens,
      ms: Math.round(this.#parts.now() - startedAt),
    });
    this.#parts.changed({ kind: 'turn', id: reply.id });
  }

  #fail(reply: Reply, failure: Failure): void {
    reply.end('error', this.#parts.tell(failure));
    this.#parts.log('chat.failed', { kind: failure.kind });
  }

  /** Whether a reply begins inside its trace is known only once its model is. */
  #replace(placeholder: Reply, startsInThought: boolean): Reply {
    const reply = new Reply(placeholder.id, startsInThought, this.#parts.now);
    this.#turns = this.#turns.map(turn => (turn === placeholder ? reply : turn));
    return reply;
  }

  #newId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }
}

const viewOf = (turn: Turn): TurnView =>
  turn instanceof Reply
    ? turn.view()
    : { ...turn, attachments: turn.attachments.map(one => ({ ...one, tokens: tokensIn(one.text) })) };

/** What later replies are told of a turn; a reply that never came to an answer is left out. */
function pastTurn(turn: Turn): PastTurn[] {
  if (!(turn instanceof Reply)) return [{ role: 'user', text: withAttachments(turn.text, turn.attachments) }];
  return turn.answer === '' ? [] : [{ role: 'assistant', text: turn.answer }];
}
