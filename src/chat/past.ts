import { withAttachments } from '../prompt/attachments.ts';
import type { Turn as PastTurn } from '../shared/engine.ts';
import type { Turn } from './turns.ts';

/**
 * The turns of a path that are sent: those after the last one that the person chose to leave out, now or at an earlier
 * question. A reply whose question is left out goes with it.
 */
export function sentTurns(path: readonly Turn[], leavesOut?: string): readonly Turn[] {
  const leftOut = new Set(path.map(turn => (turn.role === 'user' ? turn.leavesOut : undefined)));
  leftOut.add(leavesOut);
  const last = path.findLastIndex(({ id }) => leftOut.has(id));
  if (last < 0) return path;
  const next = path.findIndex((turn, at) => at > last && turn.role === 'user');
  return next < 0 ? [] : path.slice(next);
}

/**
 * What the model is told of a path through the chat that ends with the question to answer: questions with what is attached
 * to them and answers, never an old trace; a reply that never came to an answer is not told.
 */
export const pastTurns = (path: readonly Turn[]): readonly PastTurn[] => sentTurns(path).flatMap(told);

const told = (turn: Turn): readonly PastTurn[] => {
  if (turn.role === 'user') return [{ role: 'user', text: withAttachments(turn.text, turn.attachments) }];
  return turn.answer === '' ? [] : [{ role: 'assistant', text: turn.answer }];
};
