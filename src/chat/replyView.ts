import type { AssistantTurnView, ProblemView, ThoughtView, WaitingStage } from '../shared/chat.ts';
import type { Answered, Thought } from './turns.ts';

/** A reply by itself: what can be done with it and its branches follow from where it stands. */
export type BareReply = Omit<AssistantTurnView, 'can' | 'branch' | 'writtenBy'>;

/** What is known of a reply of this window besides what is stored of it. */
export interface Live {
  readonly isStreaming: boolean;
  /** The trace, while the model is inside it; also where nothing of it can be shown yet. */
  readonly thinks?: Thought;
  readonly loops: boolean;
  readonly budget?: number;
  readonly waiting?: { readonly stage: WaitingStage; readonly done?: number };
  readonly problem?: ProblemView;
}

const atRest: Live = { isStreaming: false, loops: false };

export function replyView(reply: Answered, live: Live = atRest): BareReply {
  const { id, state, answer, ending } = reply;
  const thought = live.thinks ?? reply.thought;
  const problem = live.problem ?? (reply.problem === undefined ? undefined : { sentence: reply.problem });
  const stats = live.isStreaming ? undefined : statsOf(reply);
  return {
    role: 'assistant',
    id,
    state: live.isStreaming ? 'streaming' : state,
    ...(thought && { thought: thoughtView(thought, live) }),
    answer,
    ...(live.waiting && { waiting: live.waiting.stage }),
    ...(live.waiting?.done !== undefined && { waitingDone: live.waiting.done }),
    ...(problem && { problem }),
    ...(!live.isStreaming && ending && { ending }),
    ...(stats && { stats }),
  };
}

function thoughtView(thought: Thought, { isStreaming, thinks, loops, budget }: Live): ThoughtView {
  const { text, milliseconds, tokens, steps, ended, edited } = thought;
  return {
    text,
    elapsed: milliseconds,
    tokens,
    ended: thinks === undefined,
    cutOff: ended === 'cut' && !isStreaming,
    steps,
    ...(ended !== 'cut' && ended !== 'model' && { endedBy: ended }),
    ...(budget !== undefined && { budget }),
    ...(loops && { loops }),
    ...(edited && { edited }),
  };
}

const statsOf = ({ state, answer, tokensPerSecond, secondsToAnswer }: Answered): AssistantTurnView['stats'] =>
  state === 'complete' && answer !== '' && tokensPerSecond !== undefined && secondsToAnswer !== undefined
    ? { tokensPerSecond, secondsToAnswer }
    : undefined;
