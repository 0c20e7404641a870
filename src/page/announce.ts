import type { ChatView } from '../shared/chat.ts';

type Phase = 'nothing' | 'waiting' | 'thinking' | 'answering' | 'complete' | 'stopped' | 'error';

const words: Readonly<Record<Phase, string | undefined>> = {
  nothing: undefined,
  waiting: undefined,
  thinking: 'Deepwell is thinking',
  answering: 'Deepwell is answering',
  complete: 'Answer complete',
  stopped: 'Stopped',
  // The problem itself is an alert and speaks for itself.
  error: undefined,
};

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
  return words[is.phase];
}

function lastReply(view: ChatView): { readonly id: string | undefined; readonly phase: Phase } {
  const turn = view.turns.at(-1);
  if (turn?.role !== 'assistant') return { id: turn?.id, phase: 'nothing' };
  if (turn.state !== 'streaming') return { id: turn.id, phase: turn.state };
  if (turn.answer !== '') return { id: turn.id, phase: 'answering' };
  return { id: turn.id, phase: turn.thought === undefined ? 'waiting' : 'thinking' };
}
