import type { Conversation } from '../models/families.ts';
import type { Prompt } from '../shared/engine.ts';

/** A finished turn. The trace of an old reply is not sent again: R1 was trained without it. */
export interface PastTurn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/**
 * The prompt of a chat: the turns in order, the last of them the person's, then the forced start of the reply.
 * There is no system turn: DeepSeek advises R1 users to put instructions into the user's turn.
 */
export const conversationPrompt = (turns: readonly PastTurn[], marks: Conversation): Prompt => [
  ...turns.flatMap(turn =>
    turn.role === 'user' ? [marks.user, turn.text] : [marks.assistant, turn.text, marks.endOfReply],
  ),
  marks.assistant,
  ...(marks.opensReply ?? []),
];
