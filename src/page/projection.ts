import type { AssistantTurnView, ChatView, ThoughtView, TurnView } from '../shared/chat.ts';
import type { Unnumbered } from '../shared/protocol.ts';

type Grow = Extract<Unnumbered, { kind: 'grow' }>;

/** What the page shows after a message, or "unknown" where the message is about a turn that the page does not have. */
export function project(view: ChatView | undefined, message: Unnumbered): ChatView | 'unknown' | undefined {
  switch (message.kind) {
    case 'view':
      return message.view;
    case 'turn':
      return view === undefined ? 'unknown' : withTurn(view, message.turn);
    case 'grow':
      return view === undefined ? 'unknown' : withGrowth(view, message);
    case 'focus':
    case 'draft':
    case 'suggestions':
    case 'resolved':
      return view;
  }
}

function withTurn(view: ChatView, turn: TurnView): ChatView | 'unknown' {
  if (!view.turns.some(({ id }) => id === turn.id)) return 'unknown';
  return { ...view, turns: view.turns.map(before => (before.id === turn.id ? turn : before)) };
}

function withGrowth(view: ChatView, grow: Grow): ChatView | 'unknown' {
  const last = view.turns.at(-1);
  if (last === undefined || last.id !== grow.id || last.role !== 'assistant') return 'unknown';
  return { ...view, turns: [...view.turns.slice(0, -1), grown(last, grow)] };
}

const grown = (turn: AssistantTurnView, grow: Grow): AssistantTurnView => ({
  ...turn,
  answer: turn.answer + (grow.answer ?? ''),
  thought: grownThought(turn.thought, grow),
});

function grownThought(thought: ThoughtView | undefined, grow: Grow): ThoughtView | undefined {
  if (thought === undefined && grow.thought === undefined) return undefined;
  const before = thought ?? { text: '', elapsed: 0, tokens: 0, ended: false, cutOff: false, steps: [] };
  return {
    ...before,
    text: before.text + (grow.thought ?? ''),
    elapsed: grow.thoughtElapsed ?? before.elapsed,
    steps: [...before.steps, ...(grow.steps ?? [])],
    tokens: grow.thoughtTokens ?? before.tokens,
  };
}

/** Whether a turn's reasoning panel is open: the person's click on it wins over the setting. */
export function isPanelOpen(
  view: Pick<ChatView, 'reasoningPanel' | 'openedByHand'>,
  id: string,
  thought: ThoughtView,
): boolean {
  const byHand = view.openedByHand[id];
  if (byHand !== undefined) return byHand;
  switch (view.reasoningPanel) {
    case 'open':
      return true;
    case 'closed':
      return false;
    case 'openWhileThinking':
      return !thought.ended;
  }
}

/** Whether a reply is being written now. */
export function isStreaming(view: ChatView): boolean {
  const last = view.turns.at(-1);
  return last?.role === 'assistant' && last.state === 'streaming';
}
