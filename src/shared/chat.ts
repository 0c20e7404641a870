/** What a message can be about, besides its words. */
export type AttachmentKind =
  | 'selection'
  | 'file'
  | 'folder'
  | 'symbol'
  | 'problems'
  | 'terminal'
  | 'changes'
  | 'search'
  /** Rules of the workspace (AGENTS.md and the like); attached by themselves. */
  | 'rules'
  /** What the person asked to remember; attached by itself. */
  | 'notes';

/** Something that a message is about, as its chip shows it. */
export interface ChipView {
  /** Unique among the attachments of one message. */
  readonly id: string;
  readonly kind: AttachmentKind;
  /** The chip's words: "queue.ts:12–31", "3 problems". */
  readonly label: string;
  /** Workspace-relative path, or what else tells more than the label. */
  readonly path: string;
  /** Tokens in the prompt, estimated. */
  readonly tokens: number;
}

/** What stands in a message, as the page shows it when the chip is opened. */
export interface AttachmentView extends ChipView {
  readonly languageId: string;
  readonly text: string;
}

/** One step of a trace: a paragraph that begins a new thought. */
export interface StepView {
  /** Where it begins in the trace's text, in UTF-16 units. */
  readonly at: number;
  /** Its first word where that is a turn ("Wait", "Alternatively", "So"); empty for the first step. */
  readonly turn: string;
}

/** Who ended a trace: the model itself, or Deepwell for the person, for the budget or because the model went in circles. */
export type TraceEnd = 'model' | 'answerNow' | 'budget' | 'loop';

export interface ThoughtView {
  readonly text: string;
  /** Milliseconds spent thinking until now or until the trace ended. */
  readonly elapsed: number;
  readonly tokens: number;
  /** False while the model still thinks. */
  readonly ended: boolean;
  /** The stream ended inside the trace: the answer never came. */
  readonly cutOff: boolean;
  readonly steps: readonly StepView[];
  /** Set when the trace ended otherwise than by the model's own wish. */
  readonly endedBy?: Exclude<TraceEnd, 'model'>;
  /** Tokens the trace may have; absent where nothing limits it. */
  readonly budget?: number;
  /** The model has begun to go in circles; the person may let it think on. */
  readonly loops?: boolean;
  /** The person changed the trace's text and let the model think on from there. */
  readonly edited?: boolean;
}

export interface ProblemView {
  readonly sentence: string;
  /** A button besides Retry that leads to the mend, where there is one. */
  readonly action?: { readonly title: string; readonly action: Action };
}

/** Things a button in the page may ask the extension to do, by name: the page never names a command. */
export type Action = 'setUp' | 'selectModel' | 'showLog' | 'openSettings' | 'restartEngine' | 'allowHost' | 'setApiKey';

export type TurnState = 'streaming' | 'complete' | 'stopped' | 'error';

/** Which of the turns that answer the same thing is shown: 1 of 3. */
export interface BranchView {
  /** From 1. */
  readonly number: number;
  readonly count: number;
}

export interface UserTurnView {
  readonly role: 'user';
  readonly id: string;
  readonly text: string;
  readonly attachments: readonly AttachmentView[];
  /** Absent where there is only one. */
  readonly branch?: BranchView;
}

/** Why nothing is written yet. */
export type WaitingStage = 'starting' | 'queued' | 'loading' | 'reading';

/** How a reply ended, where that is not plain to see. Undefined for a finished one. */
export type EndingView =
  /** The model ended without an answer. */
  | 'empty'
  /** The reply reached its limit of tokens; the context has room to go on. */
  | 'lengthLimit'
  /** Prompt and reply fill the context. */
  | 'contextFull'
  /** The window was closed or the extension ended while it was written. */
  | 'interrupted';

/** A longer context: its tokens and the bytes of memory it takes in addition, where that is known. */
export interface LongerContext {
  readonly tokens: number;
  readonly bytes?: number;
}

/** What can be done with a reply now. */
export interface ReplyAbilities {
  /** Close the trace and get the answer at once. */
  readonly answerNow: boolean;
  /** Go on inside the trace that was cut off. */
  readonly continueThinking: boolean;
  /** Go on with the answer that was cut off. */
  readonly continueAnswer: boolean;
  readonly editThought: boolean;
  readonly raiseContext?: LongerContext;
}

export interface AssistantTurnView {
  readonly role: 'assistant';
  readonly id: string;
  readonly state: TurnState;
  /** Absent where the model does not reason or has not begun. */
  readonly thought?: ThoughtView;
  /** Markdown, without any reasoning tag. */
  readonly answer: string;
  /** What the person waits for before the first token. */
  readonly waiting?: WaitingStage;
  /** 0 to 1, where it is known how far the waiting is. */
  readonly waitingDone?: number;
  readonly problem?: ProblemView;
  readonly ending?: EndingView;
  readonly can: ReplyAbilities;
  /** Known when complete. */
  readonly stats?: { readonly tokensPerSecond: number; readonly secondsToAnswer: number };
  /** What wrote it, where that differs from the reply before: the model, and the temperature the person chose. */
  readonly writtenBy?: string;
  /** Absent where there is only one. */
  readonly branch?: BranchView;
}

export type TurnView = UserTurnView | AssistantTurnView;

/** When the reasoning panel is open by itself; the person's click on a panel always wins for that panel. */
export type ReasoningPanel = 'openWhileThinking' | 'closed' | 'open';

/** How long the model may think before it has to answer. */
export type Thinking = 'off' | 'short' | 'normal' | 'deep';

/** The context the model was given, in tokens, and what fills it before the question being written. */
export interface RoomView {
  readonly context: number;
  /** Conversation, attachments and rules. */
  readonly used: number;
  /** Kept free for the trace and the answer. */
  readonly reserve: number;
}

/** What can be done about a question that does not fit. */
export type FitChoice =
  /** Leave out the oldest questions and answers. */
  | 'leaveOutOldest'
  /** Send without the attachments. */
  | 'leaveOutAttachments'
  | 'raiseContext'
  /** Send as it is, with less room for the trace and the answer. */
  | 'lessRoom';

/** A question that was not sent because it does not fit; its text is in the composer still. */
export interface UnfitView {
  readonly room: RoomView;
  /** Tokens of the question itself. */
  readonly question: number;
  readonly choices: readonly {
    readonly choice: FitChoice;
    /** How many messages or attachments are left out. */
    readonly count?: number;
    readonly longer?: LongerContext;
  }[];
}

/** Everything the page shows. The page can be thrown away and rebuilt from this at any moment. */
export interface ChatView {
  readonly chatId: string;
  readonly title: string;
  readonly turns: readonly TurnView[];
  readonly reasoningPanel: ReasoningPanel;
  /** Panels the person opened or closed by hand, by turn id. */
  readonly openedByHand: Readonly<Record<string, boolean>>;
  /** Undefined while the model is being found out. */
  readonly model: ModelView | undefined;
  /** Why chat cannot answer, with its mend; undefined when it can. */
  readonly problem: ProblemView | undefined;
  /** What the next message will be about. */
  readonly chips: readonly ChipView[];
  readonly thinking: Thinking;
  readonly room: RoomView | undefined;
  readonly unfit: UnfitView | undefined;
  /** Another window writes this chat: what is written here becomes a copy of it. */
  readonly heldElsewhere: boolean;
}

export interface ModelView {
  /** The model in words: "Built-in engine · Deepwell demo reasoner". */
  readonly label: string;
  /** The same for a narrow place: "R1 7B". */
  readonly short: string;
  readonly demo: boolean;
  /** It reasons, so the thinking budget means something. */
  readonly thinks: boolean;
}

/** One thing that "#", "@" or "/" offers in the composer. */
export interface SuggestionView {
  readonly id: string;
  readonly kind: AttachmentKind | 'command' | 'prompt';
  /** "/explain", "queue.ts", "Problems" */
  readonly label: string;
  readonly detail: string;
}
