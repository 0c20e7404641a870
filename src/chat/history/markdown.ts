import type { Attachment } from '../../prompt/attachments.ts';
import type { Answered, Chat, Question, Thought, Turn } from '../turns.ts';
import { escaped, escapedLine } from './escaping.ts';
import { fenceFor } from './fences.ts';
import { endOf } from './replyEnds.ts';
import { shownTurns } from './shownTurns.ts';

/** How traces stand in an exported chat: folded, as the model's own tags, or not at all. */
export type ThoughtForm = 'details' | 'tags' | 'none';

export interface MarkdownOptions {
  readonly thoughts: ThoughtForm;
}

/**
 * The shown branch of a chat as a document to read. `chatFromMarkdown` reads it again; what it needs besides the words stands
 * in comments, which no reader sees.
 */
export function chatAsMarkdown(chat: Chat, { thoughts }: MarkdownOptions): string {
  const turns = shownTurns(chat).flatMap(turn => ['', `## ${nameOf(turn)}`, '', ...linesOf(turn, thoughts)]);
  return [`# ${titleLine(chat.title)}`, '', aboutLine(chat), ...turns, ''].join('\n');
}

/** As in the chat view. */
export const nameOf = ({ role }: Turn): string => (role === 'user' ? 'You' : 'Deepwell');

const titleLine = (title: string): string => escapedLine(title.replace(/\s+/g, ' ').trim() || 'Chat');

const aboutLine = ({ createdAt, updatedAt, workspace }: Chat): string =>
  comment('Deepwell chat', { version: 1, createdAt, updatedAt, workspace });

/** Data that no text can end: JSON's strings may have any letter by its number. */
const comment = (name: string, data: object): string =>
  `<!-- ${name} ${JSON.stringify(data).replace(/[<>]/g, letter => `\\u00${letter.charCodeAt(0).toString(16)}`)} -->`;

const linesOf = (turn: Turn, thoughts: ThoughtForm): readonly string[] =>
  turn.role === 'user' ? questionLines(turn) : replyLines(turn, thoughts);

const questionLines = ({ attachments, text }: Question): readonly string[] => [
  ...attachments.flatMap(attachmentLines),
  ...textLines(text),
];

const textLines = (text: string): readonly string[] => (text === '' ? [] : [escaped(text)]);

function attachmentLines({ text, ...about }: Attachment): readonly string[] {
  const fence = fenceFor(text);
  const language = about.languageId.replace(/[^\w+#.-]/g, '');
  return [comment('attached', about), pathLine(about), '', `${fence}${language}`, text, fence, ''];
}

/** "`src/queue.ts` (queue.ts:12–31)" */
function pathLine({ path, label }: Pick<Attachment, 'path' | 'label'>): string {
  const [shownPath = '', shownLabel = ''] = [path, label].map(part => part.replace(/[\s`]+/g, ' ').trim());
  const words = shownLabel === shownPath || shownLabel === '' ? '' : ` (${escapedLine(shownLabel)})`;
  return `Attached: \`${shownPath || shownLabel || ' '}\`${shownPath === '' ? '' : words}`;
}

function replyLines(reply: Answered, thoughts: ThoughtForm): readonly string[] {
  const { thought, answer } = reply;
  const trace = thought === undefined || thought.text === '' ? [] : thoughtLines(thought, thoughts);
  return [...trace, ...textLines(answer), ...endLines(reply)];
}

function thoughtLines(thought: Thought, form: ThoughtForm): readonly string[] {
  switch (form) {
    case 'details':
      return [`<details><summary>${aboutThought(thought)}</summary>`, '', escaped(thought.text), '', '</details>', ''];
    case 'tags':
      return ['<think>', escaped(thought.text), '</think>', ''];
    case 'none':
      return [];
  }
}

/** "Reasoning, 12 s, 840 tokens" */
export const aboutThought = ({ milliseconds, tokens, ended }: Thought): string =>
  `Reasoning, ${Math.round(milliseconds / 1000)} s, ${Math.round(tokens)} tokens${ended === 'cut' ? ', cut off' : ''}`;

function endLines(reply: Answered): readonly string[] {
  const end = endOf(reply);
  return end === undefined ? [] : [...(reply.answer === '' ? [] : ['']), `<sub>${end}</sub>`];
}
