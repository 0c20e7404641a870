/** Code that a person attached to a message. */
export interface Attachment {
  /** Workspace-relative path, or the name of an untitled document. */
  readonly path: string;
  readonly languageId: string;
  /** First and last line, counted from 1. */
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

/** DeepSeek's file template: the model was trained to read attached files in this form. */
export const withAttachment = (question: string, attachment: Attachment | undefined): string =>
  attachment === undefined
    ? question
    : `[file name]: ${attachment.path}\n[file content begin]\n${attachment.text}\n[file content end]\n${question}`;

export const explainQuestion = 'Explain this code.';
