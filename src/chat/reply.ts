import type { ReplyStart } from '../prompt/conversation.ts';
import type { Piece } from '../shared/engine.ts';
import type {
  AssistantTurnView,
  EndingView,
  ProblemView,
  ReplyAbilities,
  ThoughtView,
  TraceEnd,
  TurnState,
  WaitingStage,
} from '../shared/chat.ts';
import { LoopGuard } from './loopGuard.ts';
import { TraceSteps } from './steps.ts';
import { ThoughtSplitter } from './thoughtSplitter.ts';
import type { Answered, Thought } from './turns.ts';

/** A clock in milliseconds; only differences count. */
export type Clock = () => number;

/** How a reply is to be written. */
export interface ReplyPlan {
  /** The prompt opens the trace, so that the reply begins inside it. */
  readonly opensThought: boolean;
  /** Tokens the trace may have; undefined where it cannot be ended from here. */
  readonly budget: number | undefined;
  /** Watches for a trace that goes in circles. */
  readonly guards: boolean;
  readonly model: string;
  readonly temperature?: number;
}

type TextPiece = Extract<Piece, { kind: 'text' | 'thought' | 'answer' }>;

/** One reply of the model while it grows: its reasoning, its answer, and when each came. A stored one can go on growing. */
export class Reply {
  readonly id: string;
  readonly parent: string;
  readonly at: number;
  readonly #clock: Clock;
  readonly #before: Answered | undefined;
  readonly #splitter: ThoughtSplitter;
  readonly #steps = new TraceSteps();
  #guard: LoopGuard | undefined;
  #plan: ReplyPlan | undefined;
  #startedAt: number;
  #state: TurnState = 'streaming';
  #waiting: WaitingStage | undefined = 'starting';
  #waitingDone: number | undefined;
  #problem: ProblemView | undefined;
  #ending: EndingView | undefined;
  #endedBy: TraceEnd = 'model';
  #edited: boolean;
  #tokens = 0;
  #thoughtTokens = 0;
  #firstTokenAt: number | undefined;
  #thoughtEndedAt: number | undefined;
  #answerBeganAt: number | undefined;
  #endedAt: number | undefined;

  /** @param before what is written of the reply already */
  constructor(turn: Pick<Answered, 'id' | 'parent' | 'at'>, clock: Clock, before?: Answered) {
    this.id = turn.id;
    this.parent = turn.parent;
    this.at = turn.at;
    this.#clock = clock;
    this.#startedAt = clock();
    this.#before = before;
    this.#edited = before?.thought?.edited ?? false;
    const thought = before?.thought;
    this.#splitter = new ThoughtSplitter({ startsInThought: thought !== undefined });
    if (thought !== undefined) this.#splitter.add({ kind: 'thought', text: thought.text });
    if (thought !== undefined && thought.ended !== 'cut') this.#splitter.closeThought();
    if (thought !== undefined && thought.ended !== 'cut') this.#endedBy = thought.ended;
    if (before !== undefined && before.answer !== '') this.#splitter.add({ kind: 'text', text: before.answer });
  }

  /** The model is known: from here on it can be written. */
  begin(plan: ReplyPlan): void {
    this.#plan = plan;
    this.#startedAt = this.#clock();
    if (plan.guards) this.#guard = new LoopGuard();
    if (plan.opensThought && this.#isBlank) this.#splitter.openThought();
  }

  /** What the model has written and goes on from. */
  get start(): ReplyStart {
    const { rawThought, rawAnswer, isThinking } = this.#splitter;
    return { thought: rawThought, isClosed: !isThinking, answer: isThinking ? '' : rawAnswer };
  }

  get answer(): string {
    return this.#splitter.answer;
  }

  get tokens(): number {
    return (this.#before?.tokens ?? 0) + this.#tokens;
  }

  get isThinking(): boolean {
    return this.#state === 'streaming' && this.#splitter.isThinking;
  }

  /** Why the trace has to be ended by us now; undefined while it may go on. */
  get traceMustEnd(): 'budget' | 'loop' | undefined {
    // Ended once, a trace that the model opens again is its own affair.
    if (!this.isThinking || this.#endedBy !== 'model') return undefined;
    if (this.#plan?.budget !== undefined && this.#thoughtTokens >= this.#plan.budget) return 'budget';
    return this.#guard?.loops === true ? 'loop' : undefined;
  }

  /** Whether anything of it can be read. */
  get isEmpty(): boolean {
    return this.answer === '' && this.#splitter.thought === '';
  }

  add(piece: Piece): void {
    switch (piece.kind) {
      case 'waiting':
        this.#waiting = piece.stage;
        this.#waitingDone = piece.done;
        return;
      case 'end':
        if (piece.reason === 'length') this.#ending = 'lengthLimit';
        return;
      case 'text':
      case 'thought':
      case 'answer':
        this.#addText(piece);
    }
  }

  /** Prompt and reply fill the context. */
  contextIsFull(): void {
    this.#ending = 'contextFull';
  }

  /** Ends the trace for the model, which then goes on with its answer. */
  closeThought(by: Exclude<TraceEnd, 'model'>): void {
    this.#splitter.closeThought();
    this.#endedBy = by;
    this.#guard = undefined;
    this.#thoughtEndedAt ??= this.#clock();
  }

  /** The person wants a trace that goes in circles to go on. */
  ignoreLoops(): void {
    this.#guard = undefined;
  }

  /** Ends the reply; what was held back becomes text and the clocks stop. */
  end(state: Exclude<TurnState, 'streaming'>, why: { problem?: ProblemView; ending?: EndingView } = {}): void {
    this.#splitter.end();
    this.#state = state;
    this.#problem = why.problem;
    this.#ending = why.ending ?? this.#ending;
    if (state === 'complete' && this.answer === '' && !this.#isCutInTrace) this.#ending ??= 'empty';
    this.#waiting = undefined;
    this.#endedAt = this.#clock();
    this.#thoughtEndedAt ??= this.#endedAt;
  }

  view(can: ReplyAbilities): AssistantTurnView {
    const thought = this.#thought();
    return {
      role: 'assistant',
      id: this.id,
      state: this.#state,
      answer: this.answer,
      ...(thought && { thought }),
      ...(this.#waiting && { waiting: this.#waiting }),
      ...(this.#waiting && this.#waitingDone !== undefined && { waitingDone: this.#waitingDone }),
      ...(this.#problem && { problem: this.#problem }),
      ...(this.#ending && { ending: this.#ending }),
      can,
      ...(this.#state === 'complete' && this.answer !== '' && { stats: this.#stats() }),
    };
  }

  /** As it is stored. While it runs, as if it were interrupted now: what is stored then is what a crash leaves. */
  stored(): Answered {
    const { tokensPerSecond, secondsToAnswer } = this.#stats();
    const thought = this.#storedThought();
    const isRunning = this.#state === 'streaming';
    const ending = isRunning ? 'interrupted' : this.#ending;
    return {
      role: 'assistant',
      id: this.id,
      parent: this.parent,
      at: this.at,
      state: this.#state === 'streaming' ? 'stopped' : this.#state,
      answer: this.#state === 'complete' && ending === undefined ? this.answer : this.#splitter.rawAnswer,
      tokens: this.tokens,
      tokensPerSecond,
      secondsToAnswer,
      ...(thought && { thought }),
      ...(ending && { ending }),
      ...(this.#problem && { problem: this.#problem.sentence }),
      ...(this.#plan && { model: this.#plan.model }),
      ...(this.#plan?.temperature !== undefined && { temperature: this.#plan.temperature }),
    };
  }

  get #isCutInTrace(): boolean {
    return this.#splitter.unclosed && this.#splitter.thought !== '';
  }

  get #isBlank(): boolean {
    return this.#before === undefined || (this.#before.thought === undefined && this.#before.answer === '');
  }

  #addText(piece: TextPiece): void {
    this.#waiting = undefined;
    this.#firstTokenAt ??= this.#clock();
    this.#tokens += piece.tokens;
    const wasThinking = this.#splitter.isThinking;
    this.#splitter.add(piece);
    const { isThinking } = this.#splitter;
    if (wasThinking || isThinking) this.#thoughtTokens += piece.tokens;
    if (wasThinking && isThinking) this.#guard?.add(piece.text);
    if (isThinking) this.#thoughtEndedAt = undefined;
    else this.#thoughtEndedAt ??= this.#clock();
    if (this.answer !== '') this.#answerBeganAt ??= this.#clock();
  }

  #thought(): ThoughtView | undefined {
    const text = this.#splitter.thought;
    const isThinking = this.isThinking && (this.#firstTokenAt !== undefined || text !== '');
    if (text === '' && !isThinking) return undefined;
    const budget = this.#plan?.budget;
    return {
      text,
      elapsed: this.#thoughtMilliseconds(),
      tokens: this.#allThoughtTokens(),
      ended: !isThinking,
      cutOff: this.#splitter.unclosed,
      steps: this.#steps.read(text),
      ...(this.#endedBy !== 'model' && { endedBy: this.#endedBy }),
      ...(isThinking && budget !== undefined && { budget }),
      ...(isThinking && this.#guard?.loops && { loops: true }),
      ...(this.#edited && { edited: true }),
    };
  }

  #storedThought(): Thought | undefined {
    const text = this.#splitter.thought;
    if (text === '') return undefined;
    const isCut = this.#splitter.isThinking;
    return {
      // The model may go on from here: what it wrote stays as it was, to the last space.
      text: isCut ? this.#splitter.rawThought : text,
      milliseconds: this.#thoughtMilliseconds(),
      tokens: this.#allThoughtTokens(),
      steps: this.#steps.read(text),
      ended: isCut ? 'cut' : this.#endedBy,
      ...(this.#edited && { edited: true }),
    };
  }

  #allThoughtTokens(): number {
    return (this.#before?.thought?.tokens ?? 0) + this.#thoughtTokens;
  }

  #thoughtMilliseconds(): number {
    const now = this.#firstTokenAt === undefined ? 0 : (this.#thoughtEndedAt ?? this.#clock()) - this.#firstTokenAt;
    return (this.#before?.thought?.milliseconds ?? 0) + Math.max(0, now);
  }

  #stats(): { tokensPerSecond: number; secondsToAnswer: number } {
    const end = this.#endedAt ?? this.#clock();
    const writing = Math.max(1, end - (this.#firstTokenAt ?? end));
    const { tokensPerSecond = 0, secondsToAnswer = 0 } = this.#before ?? {};
    return {
      tokensPerSecond: this.#tokens === 0 ? tokensPerSecond : (this.#tokens / writing) * 1000,
      secondsToAnswer:
        secondsToAnswer + (this.#before?.answer ? 0 : ((this.#answerBeganAt ?? end) - this.#startedAt) / 1000),
    };
  }
}
