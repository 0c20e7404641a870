/** A fence that is open: its letter and how long it is. */
export interface Fence {
  readonly mark: string;
  readonly length: number;
}

/** The fence a Markdown text is in after this line: opened by it, still open, or none. */
export function fenceAfter(line: string, open: Fence | undefined): Fence | undefined {
  // Nearly all lines: a long chat has a million of them.
  if (!line.includes('```') && !line.includes('~~~')) return open;
  const [, run = '', rest = ''] = /^\s*(`{3,}|~{3,})(.*)$/s.exec(line) ?? [];
  const mark = run.charAt(0);
  if (open !== undefined)
    return mark === open.mark && run.length >= open.length && rest.trim() === '' ? undefined : open;
  return run === '' || (mark === '`' && rest.includes('`')) ? undefined : { mark, length: run.length };
}

export const closing = ({ mark, length }: Fence): string => mark.repeat(length);

/** A fence longer than any run of backticks in the text. */
export const fenceFor = (text: string): string =>
  '`'.repeat(Math.max(2, ...(text.match(/`+/g) ?? []).map(run => run.length)) + 1);
