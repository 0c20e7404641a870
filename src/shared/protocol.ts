import * as z from 'zod';

/** Code that a message is about, as the page shows it. */
export interface AttachmentView {
  readonly path: string;
  readonly languageId: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

export interface ThoughtView {
  readonly text: string;
  /** Milliseconds spent thinking until now or until the trace ended. */
  readonly elapsed: number;
  readonly tokens: number;
  /** False while the model still thinks. */
  readonly ended: boolean;
  /** The stream ended inside the trace: the answer never came. */
  readonly cutOff: boolean;
}

export interface ProblemView {
  readonly sentence: string;
  /** A button besides Retry that leads to the mend, where there is one. */
  readonly action?: { readonly title: string; readonly action: Action };
}

export type TurnState = 'streaming' | 'complete' | 'stopped' | 'error';

export interface UserTurnView {
  readonly role: 'user';
  readonly id: string;
  readonly text: string;
  readonly attachment?: AttachmentView;
}

export interface AssistantTurnView {
  readonly role: 'assistant';
  readonly id: string;
  readonly state: TurnState;
  /** Absent where the model does not reason or has not begun. */
  readonly thought?: ThoughtView;
  /** Markdown, without any reasoning tag. */
  readonly answer: string;
  /** What the person waits for before the first token: "Loading the model…". */
  readonly waiting?: string;
  readonly problem?: ProblemView;
  /** The reply reached its token limit and ends in the middle. */
  readonly cutShort?: boolean;
  /** Known when complete. */
  readonly stats?: { readonly tokensPerSecond: number; readonly secondsToAnswer: number };
}

export type TurnView = UserTurnView | AssistantTurnView;

/** When the reasoning panel is open by itself; the person's click on a panel always wins for that panel. */
export type ReasoningPanel = 'openWhileThinking' | 'closed' | 'open';

/** Everything the page shows. The page can be thrown away and rebuilt from this at any moment. */
export interface ChatView {
  readonly turns: readonly TurnView[];
  readonly reasoningPanel: ReasoningPanel;
  /** Panels the person opened or closed by hand, by turn id. */
  readonly openedByHand: Readonly<Record<string, boolean>>;
  /** The model in words: "Built-in engine · Deepwell demo reasoner". Undefined while it is being found out. */
  readonly model: { readonly label: string; readonly demo: boolean } | undefined;
  /** Why chat cannot answer, with its mend; undefined when it can. */
  readonly problem: ProblemView | undefined;
  /** What the next message will be about: the attached selection. */
  readonly attachment: AttachmentView | undefined;
}

/** Extension to page. "view" replaces all; "turn" replaces one turn; "grow" adds to the end of the last turn, for streaming. */
export type ToPage =
  | { readonly kind: 'view'; readonly view: ChatView }
  | { readonly kind: 'turn'; readonly turn: TurnView }
  | {
      readonly kind: 'grow';
      readonly id: string;
      readonly thought?: string;
      readonly answer?: string;
      /** Reasoning tokens and milliseconds so far. */
      readonly thoughtTokens?: number;
      readonly thoughtElapsed?: number;
    }
  | { readonly kind: 'focus' };

/** Things a button in the page may ask the extension to do, by name: the page never names a command. */
export const actionSchema = z.enum(['setUp', 'showLog', 'openSettings', 'restartEngine', 'allowHost', 'setApiKey']);
export type Action = z.infer<typeof actionSchema>;

const idSchema = z.string().max(64);

/** Page to extension. Parsed at the door: the page shows model output and is not trusted. */
export const fromPageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('send'), text: z.string().max(1_000_000) }),
  z.object({ kind: z.literal('stop') }),
  z.object({ kind: z.literal('newChat') }),
  z.object({ kind: z.literal('retry'), id: idSchema }),
  z.object({ kind: z.literal('removeAttachment') }),
  z.object({ kind: z.literal('panel'), id: idSchema, open: z.boolean() }),
  z.object({ kind: z.literal('copy'), text: z.string().max(4_000_000) }),
  /** A link that was clicked: https opens after the editor's own question, a workspace path opens that file. */
  z.object({ kind: z.literal('open'), href: z.string().max(4096) }),
  z.object({ kind: z.literal('act'), action: actionSchema }),
]);
export type FromPage = z.infer<typeof fromPageSchema>;
