import type { Family } from '../models/families.ts';
import type { EndingView, LongerContext, ReplyAbilities } from '../shared/chat.ts';
import type { Answered } from './turns.ts';

/** What is known of the model that would go on with a reply. */
export interface Steered {
  readonly family: Family;
  readonly contextLength: number;
  readonly longestContext?: number;
  readonly cacheBytesPerToken?: number;
}

/** Where a reply stands besides what is stored of it. */
export interface Standing {
  /** It is being written, inside its trace or in its answer. */
  readonly writes?: 'thought' | 'answer';
  /** Other turns follow it: to go on with it would change what they answer. */
  readonly isFollowed: boolean;
  /** Undefined while nothing has been asked: then a trace tells that its model could be steered. */
  readonly model: Steered | undefined;
  /** Tokens of prompt and reply together; asked only where the context was full. */
  readonly filled: () => number;
}

/** Only where we write the conversation can a trace be opened and closed for the model. */
export const steers = ({ conversation }: Family): boolean =>
  conversation !== undefined &&
  conversation !== 'template' &&
  conversation.opensReply !== undefined &&
  conversation.closesThought !== undefined;

const nothing: ReplyAbilities = {
  answerNow: false,
  continueThinking: false,
  continueAnswer: false,
  editThought: false,
};

/** What can be done with a reply now. */
export function abilitiesOf(reply: Answered, standing: Standing): ReplyAbilities {
  const { writes, model } = standing;
  const isSteered = model === undefined ? reply.thought !== undefined : steers(model.family);
  if (!isSteered) return nothing;
  if (writes !== undefined) return { ...nothing, answerNow: writes === 'thought' };
  const edit: ReplyAbilities = { ...nothing, editThought: reply.thought !== undefined };
  if (standing.isFollowed) return edit;
  if (reply.ending === 'contextFull' && !hasRoom(standing)) return { ...edit, ...longer(model) };
  return { ...edit, ...waysOn(reply) };
}

/** How a reply can go on in its place, where there is room. */
export const waysOn = ({
  state,
  thought,
  answer,
  ending,
}: Answered): Pick<ReplyAbilities, 'answerNow' | 'continueThinking' | 'continueAnswer'> => ({
  answerNow: thought !== undefined && answer === '',
  continueThinking: thought?.ended === 'cut' && answer === '',
  continueAnswer: answer !== '' && (state !== 'complete' || wasCut(ending)),
});

const wasCut = (ending: EndingView | undefined): boolean =>
  ending === 'lengthLimit' || ending === 'contextFull' || ending === 'interrupted';

/** Less room is not worth reading all of the prompt again. */
const leastRoom = 64;

const hasRoom = ({ model, filled }: Standing): boolean =>
  model !== undefined && model.contextLength - filled() >= leastRoom;

function longer(model: Steered | undefined): { readonly raiseContext?: LongerContext } {
  const raiseContext = model && longerContext(model);
  return raiseContext === undefined ? {} : { raiseContext };
}

/** The next power of two that the model can have as its context, with the memory it takes in addition. */
export function longerContext(model: Omit<Steered, 'family'>): LongerContext | undefined {
  const { contextLength, longestContext = 0, cacheBytesPerToken } = model;
  const tokens = Math.min(2 ** (Math.floor(Math.log2(contextLength)) + 1), longestContext);
  if (tokens <= contextLength) return undefined;
  return {
    tokens,
    ...(cacheBytesPerToken !== undefined && { bytes: (tokens - contextLength) * cacheBytesPerToken }),
  };
}
