import type { Conversation, MarkedConversation } from '../models/families.ts';
import type { Input, Prompt, Turn } from '../shared/engine.ts';

/** What a reply begins with: what was written of it already, from which the model goes on. */
export interface ReplyStart {
  /** As the model wrote it, so that the engine finds it in its cache. */
  readonly thought: string;
  /** The trace is over: what follows is the answer. */
  readonly isClosed: boolean;
  readonly answer: string;
}

/** A reply that nothing is written of. */
export const blankStart: ReplyStart = { thought: '', isClosed: false, answer: '' };

/**
 * What a chat model reads: turns as they are where the server writes them with the model's own template. Such a reply cannot be
 * begun for the model, so `start` counts only for conversations that we write ourselves.
 */
export const conversationInput = (turns: readonly Turn[], conversation: Conversation, start = blankStart): Input =>
  conversation === 'template' ? { turns } : { prompt: conversationPrompt(turns, conversation, start) };

/**
 * The prompt of a chat: the turns in order, the last of them the person's, then the start of the reply. The trace of an old
 * reply is not among them: R1 was trained without it.
 * There is no system turn: DeepSeek advises R1 users to put instructions into the user's turn.
 */
export const conversationPrompt = (
  turns: readonly Turn[],
  marks: MarkedConversation,
  start: ReplyStart = blankStart,
): Prompt => [
  ...turns.flatMap(turn =>
    turn.role === 'user'
      ? [...marks.user, turn.text, ...marks.endOfQuestion]
      : [...marks.assistant, turn.text, ...marks.endOfReply],
  ),
  ...marks.assistant,
  ...replyStart(marks, start),
];

function replyStart({ opensReply, closesThought = [] }: MarkedConversation, start: ReplyStart): Prompt {
  const { thought, isClosed, answer } = start;
  if (opensReply === undefined) return answer === '' ? [] : [answer];
  const opened = [...opensReply, ...(thought === '' ? [] : [thought])];
  if (!isClosed) return opened;
  // The model ends its own last line before it closes its trace.
  const endsLine = thought.endsWith('\n');
  const closing = closesThought.flatMap((part, at) => (at === 0 && part === '\n' && endsLine ? [] : [part]));
  return [...opened, ...closing, ...(answer === '' ? [] : [answer])];
}
