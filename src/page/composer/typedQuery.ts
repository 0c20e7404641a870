/** What is being typed after "#", "@" or "/". */
export interface TypedQuery {
  /** With its trigger: "#que". */
  readonly query: string;
  /** Where it stands in the text. */
  readonly start: number;
  readonly end: number;
}

/** The longest that the extension is asked about. */
const longest = 256;

/** The query at the cursor: "#" and "@" begin one at the start of a word, "/" only at the start of the message. */
export function typedQuery(text: string, cursor: number): TypedQuery | undefined {
  const before = text.slice(0, cursor);
  const found = /(?:^|\s)([#@][^\s#@]*)$/.exec(before)?.[1] ?? /^\/\S*$/.exec(before)?.[0];
  if (found === undefined || found.length > longest) return undefined;
  return { query: found, start: cursor - found.length, end: cursor };
}

/** The text without the query, and where the cursor is then. */
export function withoutQuery(text: string, { start, end }: TypedQuery): string {
  const before = text.slice(0, start);
  const after = text.slice(end);
  return /\s$/.test(before) ? before + after.replace(/^\s/, '') : before + after;
}
