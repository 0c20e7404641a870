import type { Conversation, MarkedConversation } from '../models/families.ts';
import type { Input, Prompt, Turn } from '../shared/engine.ts';

/** What a chat model reads: turns as they are where the server writes them with the model's own template. */
export const conversationInput = (turns: readonly Turn[], conversation: Conversation): Input =>
  conversation === 'template' ? { turns } : { prompt: conversationPrompt(turns, conversation) };

/**
 * The prompt of a chat: the turns in order, the last of them the person's, then the forced start of the reply. The trace of
 * an old reply is not among them: R1 was trained without it.
 * There is no system turn: DeepSeek advises R1 users to put instructions into the user's turn.
 */
export const conversationPrompt = (turns: readonly Turn[], marks: MarkedConversation): Prompt => [
  ...turns.flatMap(turn =>
    turn.role === 'user'
      ? [...marks.user, turn.text, ...marks.endOfQuestion]
      : [...marks.assistant, turn.text, ...marks.endOfReply],
  ),
  ...marks.assistant,
  ...(marks.opensReply ?? []),
];
