import type { EndingView, ProblemView, StepView, TraceEnd, TurnState, WaitingStage } from '../shared/chat.ts';
import type { Piece } from '../shared/engine.ts';
import type { ReplyStart } from '../prompt/conversation.ts';
import { LoopGuard } from './loopGuard.ts';
import { type BareReply, replyView } from './replyView.ts';
import { ReplyCosts } from './replyCosts.ts';
import type { Sent } from './sent.ts';
import { TraceSteps } from './steps.ts';
import type { Clock } from './stopwatch.ts';
import { ThoughtSplitter } from './thoughtSplitter.ts';
import type { Answered, Thought } from './turns.ts';

type Text = Extract<Piece, { readonly kind: 'text' | 'thought' | 'answer' }>;
type End = Extract<Piece, { readonly kind: 'end' }>;

/** What is known of a reply before it is written: who asks what of whom, and what it has already. */
export type Draft = Pick<Answered, 'id' | 'parent' | 'at'> & Partial<Answered>;

/** One reply of the model while it grows: its reasoning, its answer, and the time and tokens each took. */
export class Reply {
  readonly #draft: Draft;
  readonly #start: ReplyStart | undefined;
  #splitter: ThoughtSplitter;
  readonly #steps = new TraceSteps();
  #guard: LoopGuard | undefined;
  #state: TurnState = 'streaming';
  #waiting: { readonly stage: WaitingStage; readonly done?: number } | undefined = { stage: 'starting' };
  #problem: ProblemView | undefined;
  #ending: EndingView | undefined;
  #model: string | undefined;
  #contextLength = Infinity;
  #budget: number | undefined;
  #endedBy: TraceEnd;
  #end: End | undefined;
  #sent: Sent | undefined;
  #hasBegun = false;
  readonly #costs: ReplyCosts;

  /** With `start` it goes on with what is there; then `draft` has the time and tokens that took. */
  constructor(draft: Draft, clock: Clock, start?: ReplyStart) {
    this.#draft = draft;
    this.#start = start;
    this.#splitter = new ThoughtSplitter({ startsInThought: false, ...(start && { start }) });
    this.#model = draft.model;
    this.#endedBy = draft.thought === undefined || draft.thought.ended === 'cut' ? 'model' : draft.thought.ended;
    this.#costs = new ReplyCosts(draft, clock);
    if (this.#hasText) this.#waiting = undefined;
  }

  get id(): string {
    return this.#draft.id;
  }

  get isStreaming(): boolean {
    return this.#state === 'streaming';
  }

  /** The model is inside its trace, and there is something of it or it goes on with one. */
  get isThinking(): boolean {
    return this.isStreaming && this.#splitter.isThinking && (this.#hasBegun || this.#start !== undefined);
  }

  /** The trace has as many tokens as it may. */
  get isBudgetUsed(): boolean {
    return this.#budget !== undefined && this.#costs.thoughtTokens >= this.#budget;
  }

  /** The trace goes in circles, and nobody said to let it. */
  get loops(): boolean {
    return this.isThinking && this.#guard?.loops === true;
  }

  /** All that is there, as the model wrote it. */
  get written(): ReplyStart {
    return this.#splitter.written;
  }

  /** It goes on with something that was there before it began. */
  get isContinued(): boolean {
    return this.#start !== undefined;
  }

  get tokens(): number {
    return this.#costs.tokens;
  }

  get sent(): Sent | undefined {
    return this.#sent;
  }

  /** Tokens of prompt and reply at the end of the last request, where it told. */
  get filled(): number | undefined {
    return this.#end && this.#end.usage.promptTokens + this.#end.usage.generatedTokens;
  }

  /** Now its model is known, and whether it begins inside its trace. */
  begin(model: { readonly label?: string; readonly contextLength?: number }, startsInThought: boolean): void {
    this.#model = model.label ?? this.#model;
    this.#contextLength = model.contextLength ?? Infinity;
    if (this.#start === undefined) this.#splitter = new ThoughtSplitter({ startsInThought });
  }

  /** Begins with an empty trace that is closed: the model answers without one. */
  skipThought(): void {
    this.#splitter.closeTrace();
  }

  /** From here on the trace may have so many more tokens, and is watched for circles where that is wanted. */
  limitThought(budget: number, isGuarded: boolean): void {
    this.#budget = this.#costs.thoughtTokens + budget;
    this.#guard = isGuarded ? new LoopGuard() : undefined;
  }

  letItThink(): void {
    this.#guard = undefined;
  }

  asks(sent: Sent): void {
    this.#sent = sent;
    this.#end = undefined;
  }

  add(piece: Piece): void {
    switch (piece.kind) {
      case 'waiting':
        if (!this.#hasText) this.#waiting = piece;
        return;
      case 'end':
        this.#end = piece;
        if (this.#sent) this.#sent = { ...this.#sent, usage: piece.usage };
        return;
      case 'text':
      case 'thought':
      case 'answer':
        this.#addText(piece);
    }
  }

  /** Ends the trace for the model; what comes next is the answer. */
  closeThought(by: Exclude<TraceEnd, 'model'>): void {
    this.#splitter.closeTrace();
    this.#endedBy = by;
    this.#guard = undefined;
    this.#costs.rest();
    this.#costs.endThought();
  }

  /** Ends the reply; what was held back becomes text and the clocks stop. */
  end(state: Exclude<TurnState, 'streaming'>, problem?: ProblemView): void {
    this.#splitter.end();
    this.#state = state;
    this.#problem = problem;
    this.#waiting = undefined;
    this.#costs.end();
    if (state === 'complete') this.#ending = this.#endingNow();
  }

  /** As it is to be kept: while it still runs, as a reply that was interrupted here. */
  stored(): Answered {
    const { id, parent, at, temperature } = this.#draft;
    const thought = this.#thought();
    const problem = this.#problem?.sentence;
    const ending = this.isStreaming ? 'interrupted' : this.#ending;
    const { tokens, tokensPerSecond, secondsToAnswer } = this.#costs;
    return {
      role: 'assistant',
      id,
      parent,
      at,
      state: this.#state === 'streaming' ? 'stopped' : this.#state,
      ...(thought.text !== '' && { thought }),
      answer: this.#splitter.answer,
      ...(ending !== undefined && { ending }),
      ...(problem !== undefined && { problem }),
      ...(this.#model !== undefined && { model: this.#model }),
      ...(temperature !== undefined && { temperature }),
      tokens,
      ...(tokensPerSecond !== undefined && { tokensPerSecond }),
      ...(secondsToAnswer !== undefined && { secondsToAnswer }),
    };
  }

  view(): BareReply {
    return replyView(this.stored(), {
      ...(this.isThinking && { thinks: this.#thought() }),
      isStreaming: this.isStreaming,
      loops: this.loops,
      ...(this.#budget !== undefined && { budget: this.#budget }),
      ...(this.#waiting && { waiting: this.#waiting }),
      ...(this.#problem && { problem: this.#problem }),
    });
  }

  get #hasText(): boolean {
    return this.#hasBegun || this.#splitter.answer !== '' || this.#splitter.thought !== '';
  }

  #addText(piece: Text): void {
    this.#hasBegun = true;
    this.#waiting = undefined;
    const wasThinking = this.#splitter.isThinking;
    this.#costs.writes(wasThinking);
    const thought = this.#splitter.add(piece);
    this.#guard?.add(thought);
    const { isThinking } = this.#splitter;
    const isThought = wasThinking || isThinking;
    const isLate = !isThought && thought !== '';
    // Looked at only until there is an answer: it would be copied for every token.
    const hadAnswer = this.#costs.secondsToAnswer !== undefined && !isLate;
    const hasAnswer = hadAnswer || this.#splitter.answer !== '';
    this.#costs.wrote({ tokens: piece.tokens, isThought, isThinking, isLate, hasAnswer });
  }

  #thought(): Thought {
    const text = this.#splitter.thought;
    const isOpen = this.#splitter.isThinking;
    return {
      text,
      milliseconds: this.#costs.thoughtMilliseconds,
      tokens: this.#costs.thoughtTokens,
      steps: this.#stepsOf(text),
      ended: isOpen ? 'cut' : this.#endedBy,
      ...(this.#draft.thought?.edited && { edited: true }),
    };
  }

  #stepsOf(text: string): readonly StepView[] {
    return text === '' ? [] : this.#steps.read(text);
  }

  /** Never blank: whatever is cut or empty has a reason. */
  #endingNow(): EndingView | undefined {
    if (this.#end?.reason !== 'length') return this.#splitter.answer === '' ? 'empty' : undefined;
    // Some servers keep the last token of the context free.
    return (this.filled ?? 0) >= this.#contextLength - 1 ? 'contextFull' : 'lengthLimit';
  }
}
