import { LRUCache } from 'lru-cache';
import type { Place, Suggestion } from './place.ts';
import { isOnlyClosing } from './restOfLine.ts';

/** Places remembered; a person walks back over a few dozen at most. */
const kept = 64;

interface Kept {
  readonly place: Place;
  readonly suggestions: readonly Suggestion[];
  /** How many answers of the model these come from. */
  readonly answers: number;
}

/**
 * What was suggested before. The same place gets the same ghost text without asking again, and so does a person who types
 * exactly what the newest ghost text says: the rest of it stays, in the same frame.
 */
export class Recall {
  readonly #byPlace = new LRUCache<string, Kept>({ max: kept });
  #newest: Kept | undefined;

  /** The best suggestion first. */
  keep(place: Place, suggestions: readonly Suggestion[]): void {
    this.#newest = { place, suggestions, answers: this.answersAt(place) + 1 };
    this.#byPlace.set(keyOf(place), this.#newest);
  }

  /** Suggestions for a place where the person may come to. */
  keepAhead(place: Place, suggestions: readonly Suggestion[]): void {
    this.#byPlace.set(keyOf(place), { place, suggestions, answers: 1 });
  }

  /** The person did not want what was suggested here. */
  forget(place: Place): void {
    this.#byPlace.delete(keyOf(place));
    this.#newest = undefined;
  }

  /** How often the model has answered at this very place. */
  answersAt(place: Place): number {
    return this.#byPlace.get(keyOf(place))?.answers ?? 0;
  }

  /** Empty where nothing is known. */
  find(place: Place): readonly Suggestion[] {
    const found = this.#byPlace.get(keyOf(place));
    // Shown again, it is the newest: what is typed next may be its beginning.
    if (found !== undefined) this.#newest = found;
    return found?.suggestions ?? this.#typedThrough(place);
  }

  /** The rest of the newest suggestions, where what was typed since is their beginning. */
  #typedThrough(place: Place): readonly Suggestion[] {
    if (this.#newest === undefined) return [];
    const { place: before, suggestions } = this.#newest;
    const typed = textTyped(before, place);
    if (typed === undefined) return [];
    return suggestions.flatMap(suggestion => restOf(suggestion, typed, before, place) ?? []);
  }
}

/** What the cursor passed between two places, with the document's line ends; undefined where anything else changed. */
export function textTyped(before: Place, now: Place): string | undefined {
  const start = textBefore(before);
  const end = textBefore(now);
  if (surroundings(before) !== surroundings(now) || !end.startsWith(start)) return undefined;
  const typed = end.slice(start.length).replaceAll('\n', now.eol);
  return changeAfter(before, now, typed) === undefined ? undefined : typed;
}

function restOf(
  { insert, replaceSuffix }: Suggestion,
  typed: string,
  before: Place,
  now: Place,
): Suggestion | undefined {
  const change = changeAfter(before, now, typed);
  if (change === undefined || !insert.startsWith(typed)) return undefined;
  const rest = insert.slice(typed.length);
  switch (change.kind) {
    case 'none':
      return nonEmpty(rest, replaceSuffix);
    case 'passed':
      return change.signs.length <= replaceSuffix ? nonEmpty(rest, replaceSuffix - change.signs.length) : undefined;
    case 'closed':
      // What the editor closed, the rest of the suggestion closes too, and replaces.
      return holdsInOrder(rest, change.signs) ? nonEmpty(rest, replaceSuffix + change.signs.length) : undefined;
  }
}

/** An editor shows ghost text over other text only where that comes again in it. */
function holdsInOrder(text: string, signs: string): boolean {
  let at = -1;
  return Array.from(signs).every(sign => (at = text.indexOf(sign, at + 1)) >= 0);
}

/** Shown when it adds something to what stands there. */
const nonEmpty = (insert: string, replaceSuffix: number): Suggestion | undefined =>
  insert.trim() === '' ? undefined : { insert, replaceSuffix };

/** What became of the rest of the line: the editor closed what was typed open, or closing signs were typed over. */
type ChangeAfter = { readonly kind: 'none' } | { readonly kind: 'closed' | 'passed'; readonly signs: string };

const openerOf: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', '>': '<' };

/** Undefined where the rest of the line changed in any other way. */
function changeAfter({ window: before }: Place, { window: now }: Place, typed: string): ChangeAfter | undefined {
  const longer = now.lineAfter.length - before.lineAfter.length;
  if (longer === 0) return now.lineAfter === before.lineAfter ? { kind: 'none' } : undefined;
  const [long, short] = longer > 0 ? [now.lineAfter, before.lineAfter] : [before.lineAfter, now.lineAfter];
  const signs = long.slice(0, Math.abs(longer));
  if (!long.endsWith(short) || !isOnlyClosing(signs)) return undefined;
  const isTyped = Array.from(signs).every(sign => typed.includes(longer > 0 ? (openerOf[sign] ?? sign) : sign));
  return isTyped ? { kind: longer > 0 ? 'closed' : 'passed', signs } : undefined;
}

const textBefore = ({ window }: Place): string => window.above + window.lineBefore;

/** All that a suggestion depends on besides the line of the cursor and the text before it. */
const surroundings = ({ window, indent, eol, maxLines }: Place): string =>
  JSON.stringify([window.path, window.languageId, window.below, indent.insertSpaces, indent.tabSize, eol, maxLines]);

// Arrays in JSON end where they end: no two places share a key.
const keyOf = (place: Place): string =>
  surroundings(place) + JSON.stringify([place.window.lineAfter, textBefore(place)]);
