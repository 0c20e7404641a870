import { reasons } from '../models/families.ts';
import { conversationInput } from '../prompt/conversation.ts';
import type { GenerateRequest, Generator, Input, Piece, Turn as PastTurn } from '../shared/engine.ts';
import { Failure, asFailure } from '../shared/failure.ts';
import type { Log } from '../shared/log.ts';
import type { ProblemView, Thinking, TraceEnd } from '../shared/chat.ts';
import { type Steered, steers } from './abilities.ts';
import { thoughtBudget, tokensOf } from './budgets.ts';
import type { Reply } from './reply.ts';
import type { Clock } from './stopwatch.ts';

/** What a chat needs to be answered: an engine whose chat model is of a known family. */
export interface ChatModel extends Steered {
  readonly engine: Generator;
  /** The model in words. */
  readonly label: string;
}

/** What is done about a trace that goes in circles. */
export type LoopHandling = 'offer' | 'answerNow' | 'off';

export interface RunningParts {
  /** Finds the engine for the next reply. Throws Failure where none can answer. */
  readonly reach: (signal: AbortSignal) => Promise<ChatModel>;
  /** One sentence and one button for a failure. */
  readonly tell: (failure: Failure) => ProblemView;
  readonly clock: Clock;
  readonly log: Log;
  readonly loopGuard: () => LoopHandling;
  /** There is more of the reply, or it has ended. */
  readonly grew: (reply: Reply) => void;
}

/** What is asked. */
export interface Asked {
  /** Up to and with the question. */
  readonly past: readonly PastTurn[];
  readonly thinking: Thinking;
  /** The person's own choice for this reply. */
  readonly temperature?: number;
}

/** DeepSeek's own upper bound for one reply of R1. An engine with less room says so by ending with "length". */
const maxReplyTokens = 32_768;

/** Writes one reply: with one request, or with a second where the trace is closed for the model. */
export class Running {
  readonly reply: Reply;
  readonly #parts: RunningParts;
  readonly #asked: Asked;
  readonly #stop = new AbortController();
  readonly #startedAt: number;
  #request = new AbortController();
  /** Why the trace is to be closed and the answer asked for. */
  #closing: Exclude<TraceEnd, 'model'> | undefined;
  #mayCloseByItself = false;
  /** Until the model is known, it is the one that began the trace. */
  #isSteered = true;

  constructor(parts: RunningParts, reply: Reply, asked: Asked) {
    this.#parts = parts;
    this.reply = reply;
    this.#asked = asked;
    this.#startedAt = parts.clock();
  }

  /** Resolves when the reply has ended, however it ended. */
  async run(): Promise<void> {
    try {
      const model = await this.#parts.reach(this.#stop.signal);
      this.#stop.signal.throwIfAborted();
      await this.#write(model);
      this.#end('complete');
    } catch (error) {
      // A reply that was stopped has ended with the stop; what its engine says of that is no news.
      if (this.reply.isStreaming) this.#fail(asFailure(error));
    }
  }

  /** Ends the reply at once; what it wrote so far stays. */
  stop(): void {
    if (!this.reply.isStreaming) return;
    this.#stop.abort();
    this.#end('stopped');
  }

  /** Closes the trace and asks for the answer. */
  answerNow(): void {
    if (this.#isSteered && this.reply.isThinking) this.#close('answerNow');
  }

  letItThink(): void {
    this.reply.letItThink();
    this.#parts.grew(this.reply);
  }

  async #write(model: ChatModel): Promise<void> {
    const { conversation, label } = model.family;
    const isSteered = steers(model.family);
    this.#isSteered = isSteered;
    if (conversation === undefined || (this.reply.isContinued && !isSteered))
      throw new Failure('wrongModel', { model: label, purpose: 'chat' });
    this.reply.begin(model, reasons(model.family));
    const inputNow = (): Input =>
      conversationInput(this.#asked.past, conversation, isSteered ? this.reply.written : undefined);
    if (isSteered) this.#limit(model, tokensOf(inputNow()));
    do {
      this.#closeThought();
      await this.#ask(model, inputNow());
    } while (this.#closing !== undefined);
  }

  /** A trace that a person wants to go on is not ended at once because the chat is set to no thinking. */
  #limit({ contextLength }: ChatModel, promptTokens: number): void {
    if (this.reply.written.isClosed) return;
    const { thinking } = this.#asked;
    const level = thinking === 'off' && this.reply.isContinued ? 'short' : thinking;
    if (level === 'off') this.reply.skipThought();
    this.reply.limitThought(thoughtBudget(level, contextLength, promptTokens), this.#parts.loopGuard() !== 'off');
    this.#mayCloseByItself = true;
  }

  async #ask(model: ChatModel, input: Input): Promise<void> {
    const { temperature = model.family.sampling.temperature } = this.#asked;
    const sampling = { ...model.family.sampling, temperature };
    const request: GenerateRequest = { ...input, purpose: 'chat', maxTokens: maxReplyTokens, sampling };
    this.reply.asks({ input, label: model.label, maxTokens: maxReplyTokens, sampling });
    this.#request = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, this.#request.signal]);
    try {
      for await (const piece of model.engine.generate(request, signal)) {
        if (signal.aborted) break;
        this.#take(piece);
      }
    } catch (error) {
      if (this.#closing === undefined) throw error;
    }
    this.#stop.signal.throwIfAborted();
  }

  #take(piece: Piece): void {
    this.reply.add(piece);
    if (this.#mayCloseByItself && this.reply.isThinking) this.#closeWhereDue();
    this.#parts.grew(this.reply);
  }

  #closeWhereDue(): void {
    if (this.reply.isBudgetUsed) this.#close('budget');
    else if (this.reply.loops && this.#parts.loopGuard() === 'answerNow') this.#close('loop');
  }

  #close(by: Exclude<TraceEnd, 'model'>): void {
    this.#closing = by;
    this.#request.abort();
  }

  /** Once by itself: a model that begins another trace after that is left to the person. */
  #closeThought(): void {
    if (this.#closing === undefined) return;
    this.reply.closeThought(this.#closing);
    this.#parts.log('chat.thoughtClosed', { by: this.#closing });
    this.#closing = undefined;
    this.#mayCloseByItself = false;
    this.#parts.grew(this.reply);
  }

  #fail(failure: Failure): void {
    this.#parts.log('chat.failed', { kind: failure.kind });
    this.#end('error', this.#parts.tell(failure));
  }

  #end(state: 'complete' | 'stopped' | 'error', problem?: ProblemView): void {
    this.reply.end(state, problem);
    this.#parts.log('chat.ended', {
      state,
      tokens: this.reply.tokens,
      ms: Math.round(this.#parts.clock() - this.#startedAt),
    });
    this.#parts.grew(this.reply);
  }
}
