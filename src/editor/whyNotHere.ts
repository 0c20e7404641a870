/** Schemes of documents a person writes; output, search results, old versions and the like are not among them. */
export const writtenSchemes = ['file', 'untitled', 'vscode-remote', 'vscode-vfs', 'vscode-notebook-cell'] as const;

/** Characters of a document; in source code about as many bytes. */
export const mostCharacters = 2_000_000;

/** Characters of one line near the cursor: what is longer was written by a program. */
export const longestLine = 10_000;

/** Lines above and below the cursor that are looked at. */
export const linesAround = 50;

/** It may hold secrets, or a setting or .gitignore names it. */
export type WhyExcluded = 'secret' | 'setting' | 'gitIgnored';

/** What is known of a place when ghost text could be asked for. */
export interface Here {
  readonly isByHand: boolean;
  readonly scheme: string;
  readonly languageId: string;
  /** The file system takes no changes, or this side of a comparison does not. */
  readonly isReadOnly: boolean;
  /** Why the file's code may not be read; undefined where it may. */
  readonly excluded: WhyExcluded | undefined;
  readonly characters: number;
  /** Characters of the longest line near the cursor. */
  readonly longestLine: number;
  /** `deepwell.completion.enabled`, for the language and for all. */
  readonly isOn: boolean;
  readonly isOnElsewhere: boolean;
  /** VS Code's own `editor.inlineSuggest.enabled`. */
  readonly isInlineSuggestOn: boolean;
  readonly isOnlyByHand: boolean;
  readonly cursors: number;
  readonly isSelecting: boolean;
}

/** Why there is no ghost text at a place. */
export type WhyNotHere =
  | { readonly kind: 'notWritten' | 'readOnly' | 'off' | 'inlineSuggestOff' | 'onlyByHand' }
  | { readonly kind: 'severalCursors' | 'selecting' }
  | { readonly kind: 'excluded'; readonly why: WhyExcluded }
  | { readonly kind: 'tooLarge'; readonly characters: number }
  | { readonly kind: 'lineTooLong'; readonly characters: number }
  | { readonly kind: 'offForLanguage'; readonly languageId: string };

/** Undefined where ghost text may be asked for. What a person asks for by hand passes all that only guesses at a wish. */
export const whyNotHere = (here: Here): WhyNotHere | undefined =>
  whyNever(here) ?? (here.isByHand ? undefined : (whyOff(here) ?? whyNotNow(here)));

function whyNever(here: Here): WhyNotHere | undefined {
  if (!writtenSchemes.some(scheme => scheme === here.scheme)) return { kind: 'notWritten' };
  // Search editors have a file's scheme once they are saved.
  if (here.languageId === 'search-result') return { kind: 'notWritten' };
  if (here.isReadOnly) return { kind: 'readOnly' };
  if (here.excluded !== undefined) return { kind: 'excluded', why: here.excluded };
  if (here.characters > mostCharacters) return { kind: 'tooLarge', characters: here.characters };
  if (here.longestLine > longestLine) return { kind: 'lineTooLong', characters: here.longestLine };
  return undefined;
}

function whyOff({ languageId, ...here }: Here): WhyNotHere | undefined {
  if (!here.isOn) return here.isOnElsewhere ? { kind: 'offForLanguage', languageId } : { kind: 'off' };
  if (!here.isInlineSuggestOn) return { kind: 'inlineSuggestOff' };
  return here.isOnlyByHand ? { kind: 'onlyByHand' } : undefined;
}

function whyNotNow({ cursors, isSelecting }: Here): WhyNotHere | undefined {
  if (cursors > 1) return { kind: 'severalCursors' };
  return isSelecting ? { kind: 'selecting' } : undefined;
}
