import type { AssistantTurnView, ChatView } from '../shared/chat.ts';
import { t } from './texts.ts';

type Phase = 'nothing' | 'waiting' | 'thinking' | 'circling' | 'ended' | 'answering' | 'complete' | 'stopped' | 'error';

/** The words of a phase when it begins. */
function wordsOf(phase: Phase): string | undefined {
  switch (phase) {
    case 'thinking':
      return t('Deepwell is thinking');
    case 'circling':
      return t('The reasoning goes in circles.');
    case 'ended':
      return t('Reasoning was ended for the answer');
    case 'answering':
      return t('Deepwell is answering');
    case 'complete':
      return t('Answer complete');
    case 'stopped':
      return t('Stopped');
    case 'nothing':
    case 'waiting':
    // The problem itself is an alert and speaks for itself.
    case 'error':
      return undefined;
  }
}

const hasEnded: ReadonlySet<Phase> = new Set(['complete', 'stopped']);

/** What to say to a person who listens when the page changes from one state to the next; undefined: nothing new. */
export function announcement(before: ChatView | undefined, after: ChatView): string | undefined {
  // What was there when the page opened is not news.
  if (before === undefined) return undefined;
  const was = lastReply(before);
  const is = lastReply(after);
  const isSame = was.id === is.id;
  // Another chat that was answered long ago is not news either.
  if (isSame ? was.phase === is.phase : hasEnded.has(is.phase)) return undefined;
  // The person let it think on: that it thinks is known.
  if (isSame && was.phase === 'circling' && is.phase === 'thinking') return undefined;
  return wordsOf(is.phase);
}

function lastReply(view: ChatView): { readonly id: string | undefined; readonly phase: Phase } {
  const turn = view.turns.at(-1);
  return { id: turn?.id, phase: turn?.role === 'assistant' ? phaseOf(turn) : 'nothing' };
}

function phaseOf({ state, answer, thought }: AssistantTurnView): Phase {
  if (state !== 'streaming') return state;
  if (answer !== '') return 'answering';
  if (thought === undefined) return 'waiting';
  if (thought.ended) return thought.endedBy === undefined ? 'thinking' : 'ended';
  return thought.loops ? 'circling' : 'thinking';
}
