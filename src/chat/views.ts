import { tokensIn } from '../context/tokens.ts';
import type { Attachment } from '../prompt/attachments.ts';
import type { AssistantTurnView, AttachmentView, ThoughtView, UserTurnView } from '../shared/chat.ts';
import { abilitiesOf, type Steered } from './abilities.ts';
import type { Answered, Question, Thought } from './turns.ts';

/** How the page is shown what is stored. Counting tokens takes time and never changes: each attachment is counted once. */
const counted = new WeakMap<Attachment, AttachmentView>();

export function attachmentView(attachment: Attachment): AttachmentView {
  const known = counted.get(attachment) ?? { ...attachment, tokens: tokensIn(attachment.text) };
  counted.set(attachment, known);
  return known;
}

export const questionView = ({ id, text, attachments }: Question): UserTurnView => ({
  role: 'user',
  id,
  text,
  attachments: attachments.map(attachmentView),
});

export function answerView(turn: Answered, model: Steered | undefined): AssistantTurnView {
  const { id, state, ending, problem, tokensPerSecond, secondsToAnswer } = turn;
  const answer = turn.answer.trimEnd();
  const thought = turn.thought && thoughtView(turn.thought);
  const shown = { state, answer, ...(thought && { thought }), ...(ending && { ending }) };
  const hasStats = state === 'complete' && answer !== '' && tokensPerSecond !== undefined;
  return {
    role: 'assistant',
    id,
    ...shown,
    ...(problem !== undefined && { problem: { sentence: problem } }),
    can: abilitiesOf(shown, model),
    ...(hasStats && { stats: { tokensPerSecond, secondsToAnswer: secondsToAnswer ?? 0 } }),
  };
}

const thoughtView = ({ text, milliseconds, tokens, steps, ended, edited }: Thought): ThoughtView => ({
  text: text.trim(),
  elapsed: milliseconds,
  tokens,
  ended: true,
  cutOff: ended === 'cut',
  steps,
  ...(ended !== 'cut' && ended !== 'model' && { endedBy: ended }),
  ...(edited && { edited }),
});
