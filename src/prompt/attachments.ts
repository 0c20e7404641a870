import type { AttachmentKind } from '../shared/chat.ts';

/** Something a message is about, with its text. Stored with the message: files change, the question does not. */
export interface Attachment {
  /** Unique among the attachments of one message, and the same for the same thing: adding it twice changes nothing. */
  readonly id: string;
  readonly kind: AttachmentKind;
  /** The chip's words: "queue.ts:12–31", "3 problems". */
  readonly label: string;
  /** Workspace-relative path, the name of an untitled document, or what else tells more than the label. */
  readonly path: string;
  /** VS Code's name of the language the text is in. */
  readonly languageId: string;
  /** With "\n" only. */
  readonly text: string;
}

/**
 * DeepSeek's file template: the model was trained to read attached files in this form. What rules and notes are for is said
 * before the question, in the person's turn: R1 has no other place for it.
 */
export const withAttachments = (question: string, attachments: readonly Attachment[]): string =>
  attachments
    .map(({ path, text }) => `[file name]: ${path}\n[file content begin]\n${text}\n[file content end]\n`)
    .join('') +
  standingOf('rules', 'Follow the rules of this project in', attachments) +
  standingOf('notes', 'Keep in mind the notes in', attachments) +
  question;

function standingOf(kind: AttachmentKind, words: string, attachments: readonly Attachment[]): string {
  const paths = attachments.filter(attachment => attachment.kind === kind).map(({ path }) => path);
  return paths.length === 0 ? '' : `${words} ${paths.join(', ')}.\n`;
}
