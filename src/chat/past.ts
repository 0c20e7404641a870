import { withAttachments } from '../prompt/attachments.ts';
import type { Turn as PastTurn } from '../shared/engine.ts';
import type { Turn } from './turns.ts';

/** The turns that are sent: the person may have chosen to leave out the oldest, from some question on. */
export function sentTurns(path: readonly Turn[]): readonly Turn[] {
  const chosen = path.findLast(turn => turn.role === 'user' && turn.leavesOut !== undefined);
  if (chosen?.role !== 'user') return path;
  return path.slice(path.findIndex(({ id }) => id === chosen.leavesOut) + 1);
}

/** What the model is told of the turns: no old trace, and no reply that never came to an answer. */
export const pastOf = (path: readonly Turn[]): readonly PastTurn[] =>
  sentTurns(path).flatMap((turn): PastTurn[] => {
    if (turn.role === 'user') return [{ role: 'user', text: withAttachments(turn.text, turn.attachments) }];
    return turn.answer === '' ? [] : [{ role: 'assistant', text: turn.answer }];
  });
