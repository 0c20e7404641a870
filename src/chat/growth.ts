import type { AssistantTurnView, StepView } from '../shared/chat.ts';
import type { Unnumbered } from '../shared/protocol.ts';

/**
 * The smallest message that turns what the page shows of a reply into what it is now: only the new characters and steps while
 * it streams, the whole turn whenever anything else changed.
 */
export function growth(before: AssistantTurnView | undefined, now: AssistantTurnView): Unnumbered {
  if (before === undefined || !onlyGrew(before, now)) return { kind: 'turn', turn: now };
  const thought = now.thought?.text.slice(before.thought?.text.length ?? 0);
  const answer = now.answer.slice(before.answer.length);
  const steps = now.thought?.steps.slice(before.thought?.steps.length ?? 0) ?? [];
  return {
    kind: 'grow',
    id: now.id,
    ...(thought && { thought }),
    ...(answer && { answer }),
    ...(now.thought && { thoughtTokens: now.thought.tokens, thoughtElapsed: now.thought.elapsed }),
    ...(steps.length > 0 && { steps }),
  };
}

const onlyGrew = (before: AssistantTurnView, now: AssistantTurnView): boolean =>
  now.state === 'streaming' &&
  JSON.stringify(besidesGrowth(before)) === JSON.stringify(besidesGrowth(now)) &&
  (now.thought?.text ?? '').startsWith(before.thought?.text ?? '') &&
  now.answer.startsWith(before.answer) &&
  beginsWith(now.thought?.steps ?? [], before.thought?.steps ?? []);

/** All of a reply that a message of growth cannot tell. */
const besidesGrowth = ({ thought, ...turn }: AssistantTurnView): AssistantTurnView => ({
  ...turn,
  answer: '',
  ...(thought && { thought: { ...thought, text: '', tokens: 0, elapsed: 0, steps: [] } }),
});

const beginsWith = (steps: readonly StepView[], beginning: readonly StepView[]): boolean =>
  beginning.every(({ at, turn }, index) => steps[index]?.at === at && steps[index].turn === turn);
