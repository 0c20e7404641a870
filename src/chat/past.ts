import { withAttachments } from '../prompt/attachments.ts';
import type { Turn as PastTurn } from '../shared/engine.ts';
import type { Turn } from './turns.ts';

/**
 * What the model is told of a path through the chat that ends with the question to answer: questions with what is attached
 * to them and answers, never an old trace. What the person chose to leave out stays out from that question on; a reply that
 * never came to an answer is not told.
 */
export const pastTurns = (path: readonly Turn[]): readonly PastTurn[] => path.slice(leftOut(path)).flatMap(told);

/** How many turns at the beginning are not sent. A reply whose question is left out goes with it. */
function leftOut(path: readonly Turn[]): number {
  const until = new Set(path.flatMap(turn => (turn.role === 'user' && turn.leavesOut ? [turn.leavesOut] : [])));
  const last = path.slice(0, -1).findLastIndex(({ id }) => until.has(id));
  const next = path.findIndex((turn, at) => at > last && turn.role === 'user');
  return last < 0 ? 0 : Math.max(next, 0);
}

const told = (turn: Turn): readonly PastTurn[] => {
  if (turn.role === 'user') return [{ role: 'user', text: withAttachments(turn.text, turn.attachments) }];
  return turn.answer === '' ? [] : [{ role: 'assistant', text: turn.answer }];
};
