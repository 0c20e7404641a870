import type { Piece } from '../shared/engine.ts';
import type { AssistantTurnView, ProblemView, ThoughtView, TurnState, WaitingStage } from '../shared/chat.ts';
import { ThoughtSplitter } from './thoughtSplitter.ts';

/** A clock in milliseconds; only differences count. */
export type Clock = () => number;

/** One reply of the model while it grows: its reasoning, its answer, and when each came. */
export class Reply {
  readonly id: string;
  readonly #now: Clock;
  readonly #splitter: ThoughtSplitter;
  readonly #startedAt: number;
  #state: TurnState = 'streaming';
  #waiting: WaitingStage | undefined = 'starting';
  #problem: ProblemView | undefined;
  #cutShort = false;
  #tokens = 0;
  #thoughtTokens = 0;
  #firstTokenAt: number | undefined;
  #thoughtEndedAt: number | undefined;
  #answerBeganAt: number | undefined;
  #endedAt: number | undefined;

  constructor(id: string, startsInThought: boolean, now: Clock) {
    this.id = id;
    this.#now = now;
    this.#startedAt = now();
    this.#splitter = new ThoughtSplitter({ startsInThought });
  }

  get answer(): string {
    return this.#splitter.answer;
  }

  get tokens(): number {
    return this.#tokens;
  }

  add(piece: Piece): void {
    switch (piece.kind) {
      case 'waiting':
        this.#waiting = piece.stage;
        return;
      case 'end':
        this.#cutShort = piece.reason === 'length';
        return;
      case 'text':
      case 'thought':
      case 'answer':
        this.#addText(piece);
    }
  }

  /** Ends the reply; what was held back becomes text and the clocks stop. */
  end(state: Exclude<TurnState, 'streaming'>, problem?: ProblemView): void {
    this.#splitter.end();
    this.#state = state;
    this.#problem = problem;
    this.#waiting = undefined;
    this.#endedAt = this.#now();
    this.#thoughtEndedAt ??= this.#endedAt;
  }

  view(): AssistantTurnView {
    const thought = this.#thought();
    return {
      role: 'assistant',
      id: this.id,
      state: this.#state,
      answer: this.answer,
      ...(thought && { thought }),
      ...(this.#waiting && { waiting: this.#waiting }),
      ...(this.#problem && { problem: this.#problem }),
      ...(this.#cutShort && { ending: 'lengthLimit' as const }),
      can: { answerNow: false, continueThinking: false, continueAnswer: false, editThought: false },
      ...(this.#state === 'complete' && this.answer !== '' && { stats: this.#stats() }),
    };
  }

  #addText(piece: {
    readonly kind: 'text' | 'thought' | 'answer';
    readonly text: string;
    readonly tokens: number;
  }): void {
    this.#waiting = undefined;
    this.#firstTokenAt ??= this.#now();
    this.#tokens += piece.tokens;
    const wasThinking = this.#splitter.isThinking;
    this.#splitter.add(piece);
    if (wasThinking || this.#splitter.isThinking) this.#thoughtTokens += piece.tokens;
    if (this.#splitter.isThinking) this.#thoughtEndedAt = undefined;
    else this.#thoughtEndedAt ??= this.#now();
    if (this.answer !== '') this.#answerBeganAt ??= this.#now();
  }

  #thought(): ThoughtView | undefined {
    const text = this.#splitter.thought;
    const isThinking = this.#state === 'streaming' && this.#splitter.isThinking && this.#firstTokenAt !== undefined;
    if (text === '' && !isThinking) return undefined;
    return {
      text,
      elapsed: (this.#thoughtEndedAt ?? this.#now()) - (this.#firstTokenAt ?? this.#startedAt),
      tokens: this.#thoughtTokens,
      ended: !isThinking,
      cutOff: this.#splitter.unclosed,
      steps: [],
    };
  }

  #stats(): { tokensPerSecond: number; secondsToAnswer: number } {
    const end = this.#endedAt ?? this.#now();
    const writing = Math.max(1, end - (this.#firstTokenAt ?? end));
    return {
      tokensPerSecond: (this.#tokens / writing) * 1000,
      secondsToAnswer: ((this.#answerBeganAt ?? end) - this.#startedAt) / 1000,
    };
  }
}
