import { linesOf } from './lines.ts';
import type { Snippet } from './snippet.ts';

/** A change of a file by whole lines: `removed` lines from `firstLine` on became `added` lines. Zero-based. */
export interface LineChange {
  readonly firstLine: number;
  readonly removed: number;
  readonly added: number;
}

/** Lines `first` up to but without `end`, as they are now. */
interface Place {
  readonly path: string;
  readonly first: number;
  readonly end: number;
}

const placesKept = 8;

/** Places closer than this are one. */
const gap = 3;

/** Lines shown before and after a place: an edited line alone says little. */
const margin = 2;

/** Lines of a place at most: more at once is pasted or generated and does not tell what the person is about. */
const tallest = 24;

/** Where the person edited last, newest first. */
export class RecentEdits {
  #places: readonly Place[] = [];

  note(path: string, change: LineChange): void {
    const shifted = this.#places.flatMap(place => (place.path === path ? after(place, change) : [place]));
    const edited = { path, first: change.firstLine, end: change.firstLine + change.added };
    const near = shifted.filter(place => isNear(place, edited) && heightOf(union(place, edited)) <= tallest);
    const others = shifted.filter(place => !near.includes(place));
    const merged = near.reduce<Place>(union, edited);
    const fresh = change.added <= tallest ? [merged] : [];
    this.#places = [...fresh, ...others].slice(0, placesKept);
  }

  /** A file that was closed, renamed or deleted. */
  forget(path: string): void {
    this.#places = this.#places.filter(place => place.path !== path);
  }

  /** The places as they read now, but for those of the file at the cursor and of files whose text is not at hand. */
  snippets(cursorPath: string, textOf: (path: string) => string | undefined): readonly Snippet[] {
    return this.#places
      .filter(({ path }) => path !== cursorPath)
      .map(({ path, first, end }) => {
        const lines = linesOf(textOf(path) ?? '');
        return { path, text: lines.slice(Math.max(0, first - margin), end + margin).join('') };
      })
      .filter(({ text }) => text.trim() !== '');
  }
}

/** Where a place is after a change elsewhere in its file; nothing where the change removed all of it. */
function after(place: Place, { firstLine, removed, added }: LineChange): readonly Place[] {
  const moved = (line: number): number =>
    line <= firstLine ? line : line >= firstLine + removed ? line + added - removed : firstLine;
  const [first, end] = [moved(place.first), moved(place.end)];
  return end > first ? [{ ...place, first, end }] : [];
}

const isNear = (a: Place, b: Place): boolean => a.path === b.path && a.first <= b.end + gap && b.first <= a.end + gap;

const union = (a: Place, b: Place): Place => ({
  ...a,
  first: Math.min(a.first, b.first),
  end: Math.max(a.end, b.end),
});

const heightOf = ({ first, end }: Place): number => end - first;
