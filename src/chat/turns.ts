import type { Attachment } from '../prompt/attachments.ts';
import type { EndingView, StepView, Thinking, TraceEnd, TurnState } from '../shared/chat.ts';

/** Milliseconds since 1970. */
type Time = number;

/** What the person asked. */
export interface Question {
  readonly role: 'user';
  /** Unique within the chat; never used again. */
  readonly id: string;
  /** The reply it follows; undefined for a first question. Questions with the same parent are branches. */
  readonly parent: string | undefined;
  readonly at: Time;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** Turns before this one that the person chose not to send: those up to and with this id. */
  readonly leavesOut?: string;
}

/** A trace as data. */
export interface Thought {
  readonly text: string;
  /** Spent thinking. */
  readonly milliseconds: number;
  readonly tokens: number;
  readonly steps: readonly StepView[];
  /** "cut": the stream ended inside the trace, the answer never came. */
  readonly ended: TraceEnd | 'cut';
  readonly edited?: boolean;
}

/** What the model replied, as far as it came. */
export interface Answered {
  readonly role: 'assistant';
  readonly id: string;
  /** The question it answers. Replies with the same parent are branches. */
  readonly parent: string;
  readonly at: Time;
  readonly state: Exclude<TurnState, 'streaming'>;
  readonly thought?: Thought;
  readonly answer: string;
  readonly ending?: EndingView;
  /** One sentence; where it failed. */
  readonly problem?: string;
  /** The model in words. */
  readonly model?: string;
  /** The temperature the person chose for this reply, where it is not the family's own. */
  readonly temperature?: number;
  /** All generated tokens, and how fast. */
  readonly tokens: number;
  readonly tokensPerSecond?: number;
  readonly secondsToAnswer?: number;
}

export type Turn = Question | Answered;

/** A conversation as it is stored: all turns of all branches in the order they were made, and which branches are shown. */
export interface Chat {
  readonly id: string;
  /** The person's own, or made from the first question. Empty for a chat without a question. */
  readonly title: string;
  readonly createdAt: Time;
  readonly updatedAt: Time;
  /** Name of the workspace it was begun in; empty without one. */
  readonly workspace: string;
  readonly turns: readonly Turn[];
  /** The id of the shown turn by the id of its parent ("" for first questions); the newest where a parent is not here. */
  readonly shown: Readonly<Record<string, string>>;
  /** Reasoning panels the person opened or closed, by reply id. */
  readonly openedByHand: Readonly<Record<string, boolean>>;
  /** Chosen for this chat; the setting's where absent. */
  readonly thinking?: Thinking;
}
