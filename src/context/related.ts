import { isBlank, linesOf } from './lines.ts';
import type { Snippet } from './snippet.ts';
import { tokensIn } from './tokens.ts';

/** What was gathered, each part with the best first; all read from the files as they are now. */
export interface RelatedParts {
  readonly definitions: readonly Snippet[];
  readonly similar: readonly Snippet[];
  readonly edits: readonly Snippet[];
}

/** The share of the budget that is used up at most when a part has been packed, in the order of the prompt. */
const shares = [
  { part: 'definitions', upTo: 0.5 },
  { part: 'similar', upTo: 0.9 },
  { part: 'edits', upTo: 1 },
] as const;

/** Fewer lines than this are not worth the heading over them when a piece is cut. */
const fewestLines = 3;

/** A piece with more of its lines than this in the prompt already is left out. */
const mostKnown = 0.5;

/**
 * The code of other files that goes in front of a prompt: definitions first, since they change least, then similar windows,
 * then recent edits. Whole lines, never more than the budget (each heading line "#path" counted), nothing that stands in
 * `around`, the code at the cursor, and nothing twice.
 *
 * The engine's cache lasts as long as this text stays the same. So what `previous` holds and is offered again keeps its place,
 * however the order of what is offered has changed; what is no longer offered goes.
 */
export function relatedCode(
  parts: RelatedParts,
  around: string,
  budgetTokens: number,
  previous: readonly Snippet[] = [],
): readonly Snippet[] {
  const packed = new Pack(around);
  for (const { part, upTo } of shares)
    for (const piece of keptFirst(parts[part], previous)) packed.add(piece, Math.floor(budgetTokens * upTo));
  return packed.snippets;
}

/** How a snippet is introduced in DeepSeek's repository form. */
const heading = (path: string): string => `#${path}\n`;

class Pack {
  readonly #known: Set<string>;
  readonly #snippets: Snippet[] = [];
  #tokens = 0;

  constructor(around: string) {
    this.#known = new Set(linesOf(around).filter(isTelling));
  }

  get snippets(): readonly Snippet[] {
    return this.#snippets;
  }

  add({ path, text }: Snippet, limit: number): void {
    const lines = linesOf(text);
    const telling = lines.filter(isTelling);
    const known = telling.filter(line => this.#known.has(line));
    if (telling.length === 0 || known.length > mostKnown * telling.length) return;
    const last = this.#snippets.at(-1);
    const isSameFile = last?.path === path;
    const room = limit - this.#tokens - (isSameFile ? 0 : tokensIn(heading(path)));
    const fitting = fittingLines(lines, room);
    if (fitting.length === 0) return;
    const fitted = fitting.join('');
    this.#tokens = limit - room + tokensIn(fitted);
    if (isSameFile) this.#snippets[this.#snippets.length - 1] = { path, text: last.text + fitted };
    else this.#snippets.push({ path, text: fitted });
    for (const line of fitting.filter(isTelling)) this.#known.add(line);
  }
}

/** All lines, or as many from the start as fit where that is enough of them. A line's tokens never reach into the next. */
function fittingLines(lines: readonly string[], room: number): readonly string[] {
  let tokens = 0;
  const end = lines.findIndex(line => (tokens += tokensIn(line)) > room);
  if (end < 0) return lines;
  return end < fewestLines ? [] : lines.slice(0, end);
}

/** Brackets alone and blank lines stand in every file. */
const isTelling = (line: string): boolean => !isBlank(line) && /[\p{L}\p{N}]/u.test(line);

/** Those that were in the previous result, in its order, then the others in theirs. */
function keptFirst(pieces: readonly Snippet[], previous: readonly Snippet[]): readonly Snippet[] {
  const places = new Map(pieces.map(piece => [piece, placeIn(previous, piece)]));
  return pieces.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
}

/** Where a piece, or what was left of it when it was cut, stands in a result; behind everything if nowhere. */
function placeIn(previous: readonly Snippet[], { path, text }: Snippet): number {
  const start = linesOf(text).slice(0, fewestLines).join('');
  let before = 0;
  for (const snippet of previous) {
    const at = snippet.path === path ? snippet.text.indexOf(start) : -1;
    if (at >= 0) return before + at;
    before += snippet.text.length;
  }
  return Number.MAX_SAFE_INTEGER;
}
