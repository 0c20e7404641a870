import type { Answered } from '../turns.ts';

type End = NonNullable<Answered['ending']> | 'stopped' | 'error';

/** How a reply ended that is not whole, for who reads it elsewhere and would take it for the model's whole answer. */
export const replyEnds: Readonly<Record<End, string>> = {
  stopped: 'Stopped.',
  error: 'Failed.',
  empty: 'The model ended without an answer.',
  lengthLimit: 'Cut off at the limit of the reply.',
  contextFull: 'Cut off: the context was full.',
  interrupted: 'Interrupted: the window was closed.',
};

/** Undefined where the reply is whole. */
export function endOf({ state, ending }: Pick<Answered, 'state' | 'ending'>): string | undefined {
  const end = ending ?? (state === 'complete' ? undefined : state);
  return end && replyEnds[end];
}
