import { tokensIn } from '../context/tokens.ts';
import { type Family, reasons } from '../models/families.ts';
import { conversationInput } from '../prompt/conversation.ts';
import type { Thinking, TraceEnd } from '../shared/chat.ts';
import type { GenerateRequest, Generator, Turn as PastTurn, Usage } from '../shared/engine.ts';
import { Failure } from '../shared/failure.ts';
import { mayCloseThought, type Steered } from './abilities.ts';
import { traceBudget } from './budgets.ts';
import type { Reply } from './reply.ts';
import { type Sent, promptText } from './sent.ts';

/** What a chat needs to be answered: an engine whose chat model is of a known family. */
export interface ChatModel extends Steered {
  readonly engine: Generator;
  /** The model in words. */
  readonly label: string;
}

/** What happens when a trace goes in circles. */
export type LoopGuardMode = 'offer' | 'answerNow' | 'off';

export interface RunParts {
  readonly reply: Reply;
  /** What was said before, the last of it by the person. */
  readonly past: readonly PastTurn[];
  readonly thinking: Thinking;
  readonly loopGuard: LoopGuardMode;
  /** Otherwise the family's own. */
  readonly temperature?: number | undefined;
  readonly grew: () => void;
  readonly sent: (sent: Sent) => void;
}

/** DeepSeek's own upper bound for one reply of R1. An engine with less room says so by ending with "length". */
const maxReplyTokens = 32_768;

/**
 * The writing of one reply. Ending the trace takes a second request that goes on from what is written: the engine has all of
 * that in its cache.
 */
export class Running {
  readonly #ending = new AbortController();
  #request = new AbortController();
  #closing: Exclude<TraceEnd, 'model'> | undefined;

  /** Aborted when the reply is to end where it is. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  stop(): void {
    this.#ending.abort();
  }

  /** Ends the trace; the answer comes next. */
  closeThought(by: Exclude<TraceEnd, 'model'>): void {
    this.#closing ??= by;
    this.#request.abort();
  }

  /** Writes the reply to its end. Throws Failure, and the signal's reason when it was stopped. */
  async write(model: ChatModel, parts: RunParts): Promise<void> {
    const { reply } = parts;
    this.#begin(model, parts);
    for (;;) {
      await this.#ask(model, parts);
      this.signal.throwIfAborted();
      if (this.#closing === undefined) return;
      reply.closeThought(this.#closing);
      this.#closing = undefined;
      parts.grew();
    }
  }

  #begin(
    { family, label, contextLength }: ChatModel,
    { reply, past, thinking, loopGuard, temperature }: RunParts,
  ): void {
    if (family.conversation === undefined) throw new Failure('wrongModel', { model: family.label, purpose: 'chat' });
    const mayClose = mayCloseThought(family);
    const prompt = promptText(conversationInput(past, family.conversation));
    const budget = mayClose ? traceBudget(thinking, tokensIn(prompt), contextLength) : undefined;
    reply.begin({
      opensThought: reasons(family) && budget !== 0,
      budget: budget === 0 ? undefined : budget,
      guards: mayClose && loopGuard !== 'off',
      model: label,
      ...(temperature !== undefined && { temperature }),
    });
  }

  async #ask(model: ChatModel, parts: RunParts): Promise<void> {
    this.#request = new AbortController();
    const { reply } = parts;
    const signal = AbortSignal.any([this.signal, this.#request.signal]);
    const request = requestOf(model.family, parts);
    let sent: Sent = { input: request, label: model.label, maxTokens: request.maxTokens, sampling: request.sampling };
    parts.sent(sent);
    try {
      for await (const piece of model.engine.generate(request, signal)) {
        signal.throwIfAborted();
        reply.add(piece);
        if (piece.kind === 'end') {
          sent = { ...sent, usage: piece.usage };
          if (piece.reason === 'length' && isContextFull(piece.usage, request)) reply.contextIsFull();
        }
        parts.grew();
        const why = reply.traceMustEnd;
        if (why === 'budget' || (why === 'loop' && parts.loopGuard === 'answerNow')) this.closeThought(why);
      }
    } catch (error) {
      // Ended to close the trace: the next request goes on.
      if (this.#closing === undefined || this.signal.aborted || !signal.aborted) throw error;
    } finally {
      parts.sent(sent);
    }
  }
}

function requestOf(family: Family, { past, reply, temperature }: RunParts): GenerateRequest {
  const sampling = temperature === undefined ? family.sampling : { ...family.sampling, temperature };
  return {
    ...conversationInput(past, family.conversation ?? 'template', reply.start),
    purpose: 'chat',
    maxTokens: maxReplyTokens,
    sampling,
  };
}

/** Ended for length before it wrote what it may: there was no room for more. */
const isContextFull = ({ generatedTokens }: Usage, { maxTokens }: GenerateRequest): boolean =>
  generatedTokens < maxTokens;
