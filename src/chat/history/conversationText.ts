import type { Answered, Chat, Question } from '../turns.ts';
import { endOf } from './replyEnds.ts';
import { shownTurns } from './shownTurns.ts';

/** The shown branch as plain text, with the names that messages have in the chat view: for screen readers and for search. */
export const conversationText = (chat: Chat): string =>
  [chat.title, ...shownTurns(chat).map((turn, at) => partsOf(turn, at + 1))]
    .filter(part => part !== '')
    .join('\n\n')
    .concat('\n');

const partsOf = (turn: Question | Answered, number: number): string =>
  (turn.role === 'user' ? questionParts(turn, number) : replyParts(turn, number))
    .filter(part => part !== '')
    .join('\n\n');

const questionParts = ({ text, attachments }: Question, number: number): readonly string[] => [
  `You, ${number}:`,
  text,
  ...attachments.map(({ label, path }) => `Attached: ${label}${path === label ? '' : ` (${path})`}`),
];

function replyParts(reply: Answered, number: number): readonly string[] {
  const { thought, answer, problem } = reply;
  const seconds = Math.round((thought?.milliseconds ?? 0) / 1000);
  const about = `Reasoning (${seconds} s, ${thought?.tokens} tokens${thought?.ended === 'cut' ? ', cut off' : ''}):`;
  return [
    `Deepwell, ${number}:`,
    ...(thought === undefined || thought.text === '' ? [] : [about, thought.text, 'Answer:']),
    answer,
    [endOf(reply), problem].filter(part => part !== undefined && part !== '').join(' '),
  ];
}
