import type { Suggestion } from '../../../src/completion/place.ts';
import type { Run } from './variants.ts';

/** What the person gets by accepting what is shown. */
export interface Verdict {
  /** The document is the true one; spaces at line ends and blank lines at its end do not count. */
  readonly isExact: boolean;
  /** The share of the true lines the model wrote that stand there now, from the first one; 0 if anything else does. */
  readonly recovered: number;
  /** Something was inserted that is not the first lines of the true ones. Blank lines do not count. */
  readonly isWrong: boolean;
  readonly isNothing: boolean;
}

export function judge({ prefix, suffix, middle, written, truth }: Run, suggestion: Suggestion | undefined): Verdict {
  if (suggestion === undefined) return { isExact: false, recovered: 0, isWrong: false, isNothing: true };
  const start = prefix.lastIndexOf('\n') + 1;
  const document = prefix + suggestion.insert + suffix.slice(suggestion.replaceSuffix);
  const lines = spoken(middle);
  const after = spoken(suffix);
  const found = spoken(document.slice(start));
  const inserted = found.slice(0, Math.max(0, found.length - after.length));
  const followsUnchanged = after.every((line, index) => line === found[inserted.length + index]);
  const isRight =
    followsUnchanged && inserted.length <= lines.length && inserted.every((line, index) => line === lines[index]);
  return {
    isExact: shape(document) === shape(truth),
    recovered: isRight ? inserted.length / Math.max(1, written) : 0,
    isWrong: !isRight,
    isNothing: false,
  };
}

const spoken = (text: string): readonly string[] =>
  shape(text)
    .split('\n')
    .filter(line => line !== '');

const shape = (text: string): string => text.replaceAll(/[ \t]+(?=\n|$)/g, '').trimEnd();
