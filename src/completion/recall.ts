import { LRUCache } from 'lru-cache';
import type { Place, Suggestion } from './place.ts';

/** Suggestions kept; a person walks back over a few dozen at most. */
const kept = 64;

interface Kept {
  readonly place: Place;
  readonly suggestion: Suggestion;
}

/**
 * What was suggested before. The same place gets the same ghost text without asking again, and so does a person who types
 * exactly what the newest ghost text says: the rest of it stays, in the same frame.
 */
export class Recall {
  readonly #byPlace = new LRUCache<string, Suggestion>({ max: kept });
  #newest: Kept | undefined;

  keep(place: Place, suggestion: Suggestion): void {
    this.#byPlace.set(keyOf(place), suggestion);
    this.#newest = { place, suggestion };
  }

  find(place: Place): Suggestion | undefined {
    const suggestion = this.#byPlace.get(keyOf(place));
    if (suggestion === undefined) return this.#typedThrough(place);
    // Shown again, it is the newest: what is typed next may be its beginning.
    this.#newest = { place, suggestion };
    return suggestion;
  }

  /** The rest of the newest suggestion, where what was typed since is its beginning and all else is as it was. */
  #typedThrough(place: Place): Suggestion | undefined {
    if (this.#newest === undefined) return undefined;
    const { place: before, suggestion } = this.#newest;
    const typed = textTyped(before, place);
    if (typed === undefined || !suggestion.insert.startsWith(typed)) return undefined;
    const rest = suggestion.insert.slice(typed.length);
    return rest.trim() === '' ? undefined : { insert: rest, replaceSuffix: suggestion.replaceSuffix };
  }
}

/** What the cursor passed since; undefined where anything else changed. */
function textTyped(before: Place, now: Place): string | undefined {
  const start = textBefore(before);
  const end = textBefore(now);
  if (surroundings(before) !== surroundings(now) || !end.startsWith(start)) return undefined;
  return end.slice(start.length).replaceAll('\n', now.eol);
}

const textBefore = ({ window }: Place): string => window.above + window.lineBefore;

/** All that a suggestion depends on besides the text before the cursor. */
const surroundings = ({ window, indent, eol, maxLines }: Place): string =>
  JSON.stringify([
    window.path,
    window.languageId,
    window.lineAfter,
    window.below,
    indent.insertSpaces,
    indent.tabSize,
    eol,
    maxLines,
  ]);

// The first half is JSON and so ends where it ends: no two places share a key.
const keyOf = (place: Place): string => surroundings(place) + textBefore(place);
