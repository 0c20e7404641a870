import type { Conversation, MarkedConversation } from '../models/families.ts';
import type { Input, Prompt, Turn } from '../shared/engine.ts';

/**
 * The beginning of a reply that is there already and that the model goes on with. Texts are as the model wrote them, blanks
 * at their ends included: only so does the prompt begin with all that the engine's cache holds.
 */
export interface ReplyStart {
  readonly thought: string;
  /** The trace has ended; `answer` follows it. */
  readonly isClosed: boolean;
  /** The model wrote the closing tag, and the blanks around it are in the texts; otherwise we write tag and blanks. */
  readonly closedByModel: boolean;
  /** Empty while the trace is open. */
  readonly answer: string;
}

/** What a chat model reads: turns as they are where the server writes them with the model's own template. */
export const conversationInput = (turns: readonly Turn[], conversation: Conversation, start?: ReplyStart): Input =>
  conversation === 'template' ? { turns } : { prompt: conversationPrompt(turns, conversation, start) };

/**
 * The prompt of a chat: the turns in order, the last of them the person's, then the start of the reply: what is there already,
 * or the forced beginning. The trace of an old reply is not among them: R1 was trained without it.
 * There is no system turn: DeepSeek advises R1 users to put instructions into the user's turn.
 */
export const conversationPrompt = (turns: readonly Turn[], marks: MarkedConversation, start?: ReplyStart): Prompt => [
  ...turns.flatMap(turn =>
    turn.role === 'user'
      ? [...marks.user, turn.text, ...marks.endOfQuestion]
      : [...marks.assistant, turn.text, ...marks.endOfReply],
  ),
  ...marks.assistant,
  ...(marks.opensReply ?? []),
  ...(start === undefined ? [] : startPrompt(start, marks)),
];

const startPrompt = ({ thought, isClosed, closedByModel, answer }: ReplyStart, marks: MarkedConversation): Prompt => {
  if (!isClosed) return [thought].filter(isWritten);
  const closing = closedByModel ? tagsOf(marks) : closingAfter(thought, marks);
  return [thought, ...closing, answer].filter(isWritten);
};

const isWritten = (part: Prompt[number]): boolean => part !== '';

const tagsOf = ({ closesThought = [] }: MarkedConversation): Prompt =>
  closesThought.filter(part => typeof part !== 'string');

/** A trace that ends with a line end has what stands before the tag: a second one would be a blank line. */
const closingAfter = (thought: string, { closesThought = [] }: MarkedConversation): Prompt =>
  thought.endsWith('\n') && closesThought[0] === '\n' ? closesThought.slice(1) : closesThought;
