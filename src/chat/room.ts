import { tokensIn } from '../context/tokens.ts';
import { type Attachment, withAttachments } from '../prompt/attachments.ts';
import type { FitChoice, RoomView, Thinking, UnfitView } from '../shared/chat.ts';
import { answerReserve, thoughtTokens } from './budgets.ts';
import { sentTurns } from './past.ts';
import type { Turn } from './turns.ts';

/** What the next prompt is made of, besides the question being written. */
export interface RoomParts {
  /** The shown turns, in order. */
  readonly path: readonly Turn[];
  /** Up to and with this turn the person leaves out what was said. */
  readonly leavesOut?: string;
  /** Attached by themselves: rules and notes. */
  readonly standing: readonly Attachment[];
  /** Attached by the person. */
  readonly chips: readonly Attachment[];
  readonly thinking: Thinking;
  /** Tokens that the model was given memory for. */
  readonly context: number;
}

export interface Asked extends RoomParts {
  readonly text: string;
  /** As far as the context can be raised here; absent where it cannot. */
  readonly longestContext?: number;
  readonly cacheBytesPerToken?: number;
}

export interface Unfit {
  readonly view: UnfitView;
  /** With the choice "leaveOutOldest": the last turn that is left out. */
  readonly leavesOut?: string;
}

type Choice = UnfitView['choices'][number];

/** The most of the context that is kept for a trace: in a small one the conversation needs room as well. */
const thoughtShare: Readonly<Record<Thinking, number>> = { off: 0, short: 1 / 8, normal: 1 / 4, deep: 1 / 2 };

/** With fewer tokens left no question is sent: the reply would end before it says anything. */
const leastRoom = 256;

/** The marks around a turn. */
const markTokens = 4;

/** Tokens kept free for the trace: the budget of the level, less in a small context. */
export const thoughtReserve = (level: Thinking, context: number): number =>
  Math.min(thoughtTokens[level], Math.floor(context * thoughtShare[level]));

/** How full the context is before the question. */
export const roomOf = (parts: RoomParts): RoomView => ({
  context: parts.context,
  used:
    sum(sentTurns(parts.path, parts.leavesOut).map(turnTokens)) +
    sum([...parts.standing, ...parts.chips].map(attachmentTokens)),
  reserve: answerReserve(parts.context) + thoughtReserve(parts.thinking, parts.context),
});

/** What can be done about a question that does not fit; undefined when it fits. */
export function fitOf(asked: Asked): Unfit | undefined {
  const room = roomOf(asked);
  const question = tokensIn(asked.text) + markTokens;
  const needed = room.used + question;
  if (fits(needed, asked)) return undefined;
  const oldest = leaveOutOldest(asked, needed);
  const choices: readonly (Choice | undefined)[] = [
    oldest && { choice: 'leaveOutOldest', count: oldest.count },
    leaveOutAttachments(asked, needed),
    raiseContext(asked, needed),
    needed + leastRoom <= asked.context ? { choice: 'lessRoom' satisfies FitChoice } : undefined,
  ];
  const view = { room, question, choices: choices.filter(choice => choice !== undefined) };
  return { view, ...(oldest && { leavesOut: oldest.id }) };
}

function leaveOutOldest(asked: Asked, needed: number): { readonly id: string; readonly count: number } | undefined {
  const sent = sentTurns(asked.path, asked.leavesOut);
  let rest = needed;
  for (const [at, turn] of sent.entries()) {
    rest -= turnTokens(turn);
    // A question goes with all of its reply: the next one begins what stays.
    const isWhole = sent[at + 1]?.role !== 'assistant';
    if (isWhole && fits(rest, asked)) return { id: turn.id, count: at + 1 };
  }
  return undefined;
}

function leaveOutAttachments(asked: Asked, needed: number): Choice | undefined {
  const rest = needed - sum(asked.chips.map(attachmentTokens));
  if (asked.chips.length === 0 || !fits(rest, asked)) return undefined;
  return { choice: 'leaveOutAttachments', count: asked.chips.length };
}

function raiseContext(asked: Asked, needed: number): Choice | undefined {
  const { context, longestContext = 0, thinking, cacheBytesPerToken } = asked;
  for (let tokens = 2 ** Math.floor(Math.log2(context) + 1); tokens <= longestContext; tokens *= 2) {
    if (!fits(needed, { context: tokens, thinking })) continue;
    const bytes = cacheBytesPerToken === undefined ? {} : { bytes: (tokens - context) * cacheBytesPerToken };
    return { choice: 'raiseContext', longer: { tokens, ...bytes } };
  }
  return undefined;
}

const fits = (needed: number, { context, thinking }: Pick<RoomParts, 'context' | 'thinking'>): boolean =>
  needed + answerReserve(context) + thoughtReserve(thinking, context) <= context;

/** Turns and attachments never change: each is counted once. */
const counted = new WeakMap<object, number>();

function countedOnce(thing: object, count: () => number): number {
  const known = counted.get(thing);
  if (known !== undefined) return known;
  const tokens = count();
  counted.set(thing, tokens);
  return tokens;
}

/** Old traces are not sent, and a reply without an answer is not either. */
const turnTokens = (turn: Turn): number =>
  countedOnce(turn, () => {
    if (turn.role === 'user') return tokensIn(withAttachments(turn.text, turn.attachments)) + markTokens;
    return turn.answer === '' ? 0 : tokensIn(turn.answer) + markTokens;
  });

const attachmentTokens = (attachment: Attachment): number =>
  countedOnce(attachment, () => tokensIn(withAttachments('', [attachment])));

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
