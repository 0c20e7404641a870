import type { FailureFacts } from '../shared/failure.ts';
import type { Action } from '../shared/chat.ts';

/** One sentence that names what is wrong and what to do, and at most one button that leads there. */
export interface Told {
  readonly sentence: (facts: FailureFacts) => string;
  readonly action?: Action | ((facts: FailureFacts) => Action | undefined);
}

export const fact = (facts: FailureFacts, name: string): string => String(facts[name] ?? '?');
