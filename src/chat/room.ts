import { tokensIn } from '../context/tokens.ts';
import { type Attachment, withAttachments } from '../prompt/attachments.ts';
import type { LongerContext, RoomView, Thinking, UnfitView } from '../shared/chat.ts';
import { answerReserve, thinkingTokens } from './budgets.ts';
import { sentTurns } from './past.ts';
import type { Turn } from './turns.ts';

/** What fills a context: the shown turns, and what the next question is about. */
export interface Filling {
  readonly path: readonly Turn[];
  /** What goes with the next question. */
  readonly attachments: readonly Attachment[];
  readonly thinking: Thinking;
  /** Tokens the model is given memory for. */
  readonly context: number;
  readonly longestContext?: number | undefined;
  readonly cacheBytesPerToken?: number | undefined;
}

/** A question that does not fit, and what each choice would do. */
export interface Fit {
  readonly view: UnfitView;
  /** The last turn that goes with "leaveOutOldest". */
  readonly leavesOut?: string;
  readonly longer?: LongerContext;
}

/** Of a small context thinking takes no more than this share. */
const mostThought = 1 / 2;

/** Marks around a turn, and the start of the reply. */
const markTokens = 4;

/** Room for an answer below which sending makes no sense. */
const leastRoom = 256;

/** The context and what fills it, in tokens; an estimate, rather too high than too low. */
export const roomOf = ({ path, attachments, thinking, context }: Filling): RoomView => ({
  context,
  used: sum(sentTurns(path).map(tokensOf)) + sum(attachments.map(attachmentTokens)),
  reserve: answerReserve(context) + Math.min(thinkingTokens[thinking], Math.floor(context * mostThought)),
});

/** Undefined where the question fits with room for the trace and the answer. */
export function fitOf(filling: Filling, text: string): Fit | undefined {
  const room = roomOf({ ...filling, attachments: [] });
  const own = tokensIn(text) + markTokens;
  const attached = sum(filling.attachments.map(attachmentTokens));
  const question = own + attached;
  const missing = room.used + question + room.reserve - room.context;
  if (missing <= 0) return undefined;
  const oldest = oldestToLeaveOut(filling.path, missing);
  const longer = longerFor(filling, room.used + question + room.reserve);
  return {
    view: {
      room,
      question,
      choices: [
        ...(oldest === undefined ? [] : [{ choice: 'leaveOutOldest' as const, count: oldest.count }]),
        ...(attached > 0 && attached >= missing
          ? [{ choice: 'leaveOutAttachments' as const, count: filling.attachments.length }]
          : []),
        ...(longer === undefined ? [] : [{ choice: 'raiseContext' as const, longer }]),
        ...(room.used + question + leastRoom <= room.context ? [{ choice: 'lessRoom' as const }] : []),
      ],
    },
    ...(oldest && { leavesOut: oldest.id }),
    ...(longer && { longer }),
  };
}

/** As many of the oldest turns as are needed, up to and with a reply. */
function oldestToLeaveOut(path: readonly Turn[], missing: number): { count: number; id: string } | undefined {
  let freed = 0;
  for (const [at, turn] of sentTurns(path).entries()) {
    freed += tokensOf(turn);
    if (turn.role === 'assistant' && freed >= missing) return { count: at + 1, id: turn.id };
  }
  return undefined;
}

function longerFor(
  { longestContext, context, cacheBytesPerToken }: Filling,
  needed: number,
): LongerContext | undefined {
  const tokens = 2 ** Math.ceil(Math.log2(needed));
  if (longestContext === undefined || needed > longestContext || tokens <= context) return undefined;
  const length = Math.min(tokens, longestContext);
  return {
    tokens: length,
    ...(cacheBytesPerToken !== undefined && { bytes: (length - context) * cacheBytesPerToken }),
  };
}

/** Turns do not change once they are written: each is counted once. */
const counted = new WeakMap<object, number>();

const once = (thing: object, count: () => number): number => {
  const tokens = counted.get(thing) ?? count();
  counted.set(thing, tokens);
  return tokens;
};

const tokensOf = (turn: Turn): number =>
  once(turn, () =>
    turn.role === 'user'
      ? tokensIn(withAttachments(turn.text, turn.attachments)) + markTokens
      : turn.answer === ''
        ? 0
        : tokensIn(turn.answer) + markTokens,
  );

const attachmentTokens = (attachment: Attachment): number =>
  once(attachment, () => tokensIn(withAttachments('', [attachment])));

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
