import type { Place, Suggestion } from '../../../src/completion/place.ts';
import { isSettled } from '../../../src/completion/settled.ts';
import { tidy } from '../../../src/completion/tidy/tidy.ts';
import { windowAround } from '../../../src/context/window.ts';
import { piecesOf } from './pieces.ts';
import type { Run } from './variants.ts';

export interface Replay {
  readonly suggestion: Suggestion | undefined;
  readonly pieces: number;
  /** Pieces that the model did not have to write. */
  readonly saved: number;
}

/** What the product shows of a stream that comes in small pieces, and when it stops the model. */
export function replay({ prefix, suffix, says, ended }: Run, maxLines: number): Replay {
  const document = { path: 'problem.py', languageId: 'python', text: prefix + suffix };
  const window = windowAround(document, prefix.length);
  const place: Place = { window, indent: { insertSpaces: true, tabSize: 4 }, eol: '\n', maxLines };
  const pieces = piecesOf(says);
  let text = '';
  for (const [index, piece] of pieces.entries()) {
    text += piece;
    if (index + 1 < pieces.length && isSettled(text, place))
      return { suggestion: tidy(text, place, 'stop'), pieces: pieces.length, saved: pieces.length - index - 1 };
  }
  return { suggestion: tidy(text, place, ended), pieces: pieces.length, saved: 0 };
}
