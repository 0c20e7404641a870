import type { AssistantTurnView, ChatView, ReplyAbilities, ThoughtView } from '../../src/shared/chat.ts';

/** Nothing can be done with a reply. */
export const noAbilities: ReplyAbilities = {
  answerNow: false,
  continueThinking: false,
  continueAnswer: false,
  editThought: false,
};

/** A chat without a turn, with a model that thinks. */
export const emptyChat: ChatView = {
  chatId: 'chat-1',
  title: '',
  turns: [],
  reasoningPanel: 'openWhileThinking',
  openedByHand: {},
  model: { label: 'Built-in engine · R1 1.5B', short: 'R1 1.5B', demo: false, thinks: true },
  problem: undefined,
  chips: [],
  thinking: 'normal',
  room: { context: 8192, used: 1200, reserve: 2560 },
  unfit: undefined,
  heldElsewhere: false,
};

export const replyView = (change: Partial<AssistantTurnView> = {}): AssistantTurnView => ({
  role: 'assistant',
  id: '2',
  state: 'streaming',
  answer: '',
  can: noAbilities,
  ...change,
});

export const thoughtView = (change: Partial<ThoughtView> = {}): ThoughtView => ({
  text: 'So',
  elapsed: 1000,
  tokens: 1,
  ended: false,
  cutOff: false,
  steps: [],
  ...change,
});
