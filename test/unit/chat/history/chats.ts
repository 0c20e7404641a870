import type { Answered, Chat, Question, Thought, Turn } from '../../../../src/chat/turns.ts';
import type { Attachment } from '../../../../src/prompt/attachments.ts';

export const attachmentOf = (change: Partial<Attachment> = {}): Attachment => ({
  id: 'selection:src/queue.ts:12-31',
  kind: 'selection',
  label: 'queue.ts:12–31',
  path: 'src/queue.ts',
  languageId: 'typescript',
  text: 'export class Queue {}',
  ...change,
});

export const question = (id: string, parent: string | undefined, change: Partial<Question> = {}): Question => ({
  role: 'user',
  id,
  parent,
  at: 1_000,
  text: `Question ${id}?`,
  attachments: [],
  ...change,
});

export const thoughtOf = (change: Partial<Thought> = {}): Thought => ({
  text: 'So the queue is a ring.',
  milliseconds: 12_000,
  tokens: 840,
  steps: [{ at: 0, turn: 'So' }],
  ended: 'model',
  ...change,
});

export const answered = (id: string, parent: string, change: Partial<Answered> = {}): Answered => ({
  role: 'assistant',
  id,
  parent,
  at: 2_000,
  state: 'complete',
  answer: `Answer ${id}.`,
  tokens: 900,
  ...change,
});

export const chatWith = (turns: readonly Turn[], change: Partial<Chat> = {}): Chat => ({
  id: 'chat-1',
  title: 'Ring buffers',
  createdAt: 1_000,
  updatedAt: 2_000,
  workspace: 'deepwell',
  turns,
  shown: {},
  openedByHand: {},
  ...change,
});

/** Two branches: the second question was asked again, and the first of the two is shown. */
export const branched: Chat = chatWith(
  [
    question('1', undefined, { attachments: [attachmentOf()] }),
    answered('2', '1', { thought: thoughtOf() }),
    question('3', '2'),
    answered('4', '3'),
    question('5', '2', { leavesOut: '2' }),
    answered('6', '5', { state: 'error', problem: 'The engine ended.' }),
  ],
  { shown: { '2': '3' }, openedByHand: { '2': true }, thinking: 'deep' },
);
