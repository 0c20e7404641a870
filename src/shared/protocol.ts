import * as z from 'zod';
import type { Action, ChatView, StepView, SuggestionView, TurnView } from './chat.ts';

/**
 * Extension to page. "view" replaces all; "turn" replaces one turn; "grow" adds to the end of the last turn, for streaming.
 * All are numbered without gaps: a page that misses one asks for everything anew.
 */
export type ToPage = { readonly sequence: number } & (
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
      /** New steps of the trace. */
      readonly steps?: readonly StepView[];
    }
  | { readonly kind: 'focus' }
  /** Puts text into the composer: a prompt file that was chosen, a question that came back. */
  | { readonly kind: 'draft'; readonly text: string }
  /** What "#", "@" or "/" and the letters after it offer. */
  | { readonly kind: 'suggestions'; readonly query: string; readonly items: readonly SuggestionView[] }
  /** Which of the names the page asked about exist in the workspace. */
  | { readonly kind: 'resolved'; readonly names: Readonly<Record<string, boolean>> }
);

type WithoutNumber<Message> = Message extends unknown ? Omit<Message, 'sequence'> : never;

/** A message to the page before it gets its number. */
export type Unnumbered = WithoutNumber<ToPage>;

const actions = [
  'setUp',
  'selectModel',
  'showLog',
  'openSettings',
  'restartEngine',
  'allowHost',
  'setApiKey',
] as const satisfies readonly Action[];

const idSchema = z.string().max(64);
const nameSchema = z.string().min(1).max(512);
const textSchema = z.string().max(1_000_000);

/** Page to extension. Parsed at the door: the page shows model output and is not trusted. */
export const fromPageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),

  // Asking
  z.object({ kind: z.literal('send'), text: textSchema }),
  z.object({ kind: z.literal('stop') }),
  z.object({ kind: z.literal('newChat') }),
  z.object({
    kind: z.literal('fit'),
    choice: z.enum(['leaveOutOldest', 'leaveOutAttachments', 'raiseContext', 'lessRoom', 'cancel']),
  }),
  z.object({ kind: z.literal('thinking'), level: z.enum(['off', 'short', 'normal', 'deep']) }),

  // One turn, by its id
  z.object({ kind: z.literal('retry'), id: idSchema }),
  /** With `choose` the editor asks for another temperature or model first. */
  z.object({ kind: z.literal('regenerate'), id: idSchema, choose: z.boolean() }),
  z.object({ kind: z.literal('editMessage'), id: idSchema, text: textSchema }),
  /** Shows the branch with this number, from 1. */
  z.object({ kind: z.literal('branch'), id: idSchema, number: z.number().int().min(1).max(10_000) }),
  z.object({ kind: z.literal('answerNow'), id: idSchema }),
  z.object({ kind: z.literal('continueThinking'), id: idSchema }),
  z.object({ kind: z.literal('continueAnswer'), id: idSchema }),
  z.object({ kind: z.literal('editThought'), id: idSchema, text: textSchema }),
  /** The person wants a trace that goes in circles to go on. */
  z.object({ kind: z.literal('letItThink'), id: idSchema }),
  z.object({ kind: z.literal('raiseContext'), id: idSchema }),
  z.object({ kind: z.literal('viewPrompt'), id: idSchema }),
  z.object({ kind: z.literal('panel'), id: idSchema, open: z.boolean() }),

  // What the next message is about
  z.object({ kind: z.literal('suggest'), query: z.string().max(256) }),
  /** The id of a suggestion that was chosen. */
  z.object({ kind: z.literal('attach'), id: nameSchema }),
  z.object({ kind: z.literal('removeAttachment'), id: nameSchema }),
  /** Files that were dropped or pasted: their URIs. */
  z.object({ kind: z.literal('dropped'), uris: z.array(z.string().max(4096)).max(100) }),
  /** An image was dropped or pasted: no model here can see it. */
  z.object({ kind: z.literal('imageRefused') }),

  // The rest of the editor
  z.object({ kind: z.literal('copy'), text: z.string().max(4_000_000) }),
  z.object({ kind: z.literal('insert'), text: z.string().max(4_000_000) }),
  z.object({ kind: z.literal('newFile'), text: z.string().max(4_000_000), language: z.string().max(64) }),
  /** Paths ("src/queue.ts", "queue.ts:19") and symbols ("drain()") that a text names: do they exist? */
  z.object({ kind: z.literal('resolve'), names: z.array(nameSchema).max(200) }),
  /** A link that was clicked: https opens after the editor's own question, a name that exists opens its file. */
  z.object({ kind: z.literal('open'), href: z.string().max(4096) }),
  z.object({ kind: z.literal('act'), action: z.enum(actions) }),
]);
export type FromPage = z.infer<typeof fromPageSchema>;
