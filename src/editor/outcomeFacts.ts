import type { Outcome } from '../completion/request.ts';
import type { Ended } from './askedByHand.ts';

/** Whether the model had its say. */
export const howEnded = (outcome: Outcome): Ended =>
  outcome.kind === 'failed' || (outcome.kind === 'nothing' && outcome.why === 'cancelled')
    ? 'unanswered'
    : outcome.kind;

/** What the log says of a question: never any code. */
export const factsOf = (outcome: Outcome): Record<string, string | number> => {
  switch (outcome.kind) {
    case 'shown':
      return {
        outcome: 'shown',
        from: outcome.from,
        lines: outcome.suggestion.insert.split('\n').length,
        suggestions: 1 + outcome.others.length,
      };
    case 'nothing':
      return { outcome: 'nothing', why: outcome.why };
    case 'failed':
      return { outcome: 'failed', kind: outcome.failure.kind };
  }
};
