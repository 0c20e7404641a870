import { type Family, reasons } from '../models/families.ts';
import type { EndingView, LongerContext, ReplyAbilities, ThoughtView, TurnState } from '../shared/chat.ts';

/** What is known of the model that would go on. */
export interface Steered {
  readonly family: Family;
  readonly contextLength: number;
  readonly longestContext?: number | undefined;
  readonly cacheBytesPerToken?: number | undefined;
}

/** Whether we write the prompt of such a model, and so can begin its reply for it. */
export const maySteer = (family: Family): boolean =>
  family.conversation !== undefined && family.conversation !== 'template';

/** Whether its trace can be closed by us. */
export const mayCloseThought = (family: Family): boolean =>
  reasons(family) &&
  family.conversation !== undefined &&
  family.conversation !== 'template' &&
  family.conversation.closesThought !== undefined;

interface Ended {
  readonly state: TurnState;
  readonly answer: string;
  readonly thought?: ThoughtView;
  readonly ending?: EndingView;
}

const nothing: ReplyAbilities = {
  answerNow: false,
  continueThinking: false,
  continueAnswer: false,
  editThought: false,
};

/** What can be done with a reply now. Of a model that is not known yet the usual is believed: asking it will tell. */
export function abilitiesOf({ state, answer, thought, ending }: Ended, model: Steered | undefined): ReplyAbilities {
  if (model !== undefined && !maySteer(model.family)) return nothing;
  const mayClose = model === undefined ? thought !== undefined : mayCloseThought(model.family);
  const isThinking = state === 'streaming' && thought !== undefined && !thought.ended;
  if (state === 'streaming') return { ...nothing, answerNow: isThinking && mayClose };
  const hasTrace = thought !== undefined && mayClose;
  const isCut = state !== 'complete' || ending !== undefined;
  const longer = ending === 'contextFull' ? longerContext(model) : undefined;
  return {
    answerNow: hasTrace && answer === '',
    continueThinking: hasTrace && thought.cutOff && ending !== 'contextFull',
    continueAnswer: answer !== '' && isCut && ending !== 'contextFull',
    editThought: hasTrace,
    ...(longer && { raiseContext: longer }),
  };
}

/** The next power of two above the context, as far as the model was trained for. */
export function longerContext(model: Steered | undefined): LongerContext | undefined {
  if (model?.longestContext === undefined) return undefined;
  const { contextLength, longestContext, cacheBytesPerToken } = model;
  const tokens = Math.min(2 ** (Math.floor(Math.log2(contextLength)) + 1), longestContext);
  if (tokens <= contextLength) return undefined;
  return {
    tokens,
    ...(cacheBytesPerToken !== undefined && { bytes: (tokens - contextLength) * cacheBytesPerToken }),
  };
}
