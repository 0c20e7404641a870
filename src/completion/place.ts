import type { Window } from '../context/window.ts';

export interface Indent {
  readonly insertSpaces: boolean;
  /** Columns of one level. */
  readonly tabSize: number;
}

/** Where a completion goes and in what style the document is written. */
export interface Place {
  readonly window: Window;
  readonly indent: Indent;
  readonly eol: '\n' | '\r\n';
  /** Lines shown at most. */
  readonly maxLines: number;
}

/** Ghost text: what is inserted at the cursor, and how many characters after it on the same line it replaces. */
export interface Suggestion {
  /** With the document's line ends. Never empty. */
  readonly insert: string;
  readonly replaceSuffix: number;
}
