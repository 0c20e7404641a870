import type { Snippet } from '../context/snippet.ts';
import type { FillInMiddle } from '../models/families.ts';
import type { Prompt } from '../shared/engine.ts';

/** A file with a hole, and what stands in it already. All text with "\n" only. */
export interface Hole {
  readonly path: string;
  /** Code of other files, the most lasting first. */
  readonly related: readonly Snippet[];
  readonly prefix: string;
  readonly suffix: string;
  /** What the hole holds up to the cursor; the model goes on from here. */
  readonly middle: string;
}

/**
 * The prompt of a completion, in the order in which its parts change: other files, the code before the hole, the code after
 * it, and last what is being typed. DeepSeek-Coder was trained on files of a repository one after the other, each under its
 * path, and on prefix, suffix, middle.
 */
export const fillInMiddlePrompt = ({ path, related, prefix, suffix, middle }: Hole, marks: FillInMiddle): Prompt => [
  related.map(snippet => marks.fileHeading(snippet.path) + snippet.text).join('') + marks.fileHeading(path),
  marks.begin,
  prefix,
  marks.hole,
  suffix,
  marks.end,
  middle,
];
