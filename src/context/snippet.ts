/** Code of another file that helps to complete this one: signatures, a window of an open tab, what was just edited. */
export interface Snippet {
  /** Workspace-relative path with "/" separators. */
  readonly path: string;
  /** Whole lines with "\n" only, ending with one. */
  readonly text: string;
}
