import type { AssistantTurnView } from '../shared/chat.ts';
import type { Unnumbered } from '../shared/protocol.ts';

/**
 * The smallest message that turns what the page shows of a reply into what it is now: only the new characters while it
 * streams, the whole turn whenever anything else changed.
 */
export function growth(before: AssistantTurnView | undefined, now: AssistantTurnView): Unnumbered {
  if (before === undefined || !onlyGrew(before, now)) return { kind: 'turn', turn: now };
  const thought = now.thought?.text.slice(before.thought?.text.length ?? 0);
  const answer = now.answer.slice(before.answer.length);
  return {
    kind: 'grow',
    id: now.id,
    ...(thought && { thought }),
    ...(answer && { answer }),
    ...(now.thought && { thoughtTokens: now.thought.tokens, thoughtElapsed: now.thought.elapsed }),
  };
}

const onlyGrew = (before: AssistantTurnView, now: AssistantTurnView): boolean =>
  before.state === 'streaming' &&
  now.state === 'streaming' &&
  before.waiting === now.waiting &&
  (before.thought === undefined) === (now.thought === undefined) &&
  before.thought?.ended === now.thought?.ended &&
  (now.thought?.text ?? '').startsWith(before.thought?.text ?? '') &&
  now.answer.startsWith(before.answer);
