import { isBlank, linesOf, namesIn } from './lines.ts';
import type { Snippet } from './snippet.ts';
import type { DocumentText } from './window.ts';

/** Lines of a window at most. */
const height = 40;

/** Windows begin at least this many lines apart, so that a long file of short blocks is not compared line by line. */
const stride = 8;

/** Share of names in common below which a window has merely the language's words in common. */
const leastLikeness = 0.12;

const windowsPerTab = 2;

interface Scored extends Snippet {
  readonly first: number;
  readonly likeness: number;
}

/**
 * Windows of the tabs that have most names in common with `code`, best first; more than fit a prompt, so that one whose place
 * in the order has changed a little is still among them. Tabs of another language and the file of the cursor are left out.
 */
export function similarWindows(
  { path, languageId, code }: { readonly path: string; readonly languageId: string; readonly code: string },
  tabs: readonly DocumentText[],
  limit = 8,
): readonly Snippet[] {
  const wanted = new Set(namesIn(code));
  return tabs
    .filter(tab => tab.languageId === languageId && tab.path !== path)
    .flatMap(tab => bestWindows(wanted, tab))
    .sort(byLikeness)
    .slice(0, limit)
    .map(({ path: of, text }) => ({ path: of, text }));
}

function bestWindows(wanted: ReadonlySet<string>, { path, text }: DocumentText): readonly Scored[] {
  const lines = linesOf(text.replaceAll('\r\n', '\n'));
  const names = lines.map(namesIn);
  const scored = windowsOf(lines)
    .map(({ first, end }) => ({ first, end, likeness: likenessOf(wanted, new Set(names.slice(first, end).flat())) }))
    .filter(({ likeness }) => likeness >= leastLikeness)
    .sort((a, b) => b.likeness - a.likeness || a.first - b.first);
  const chosen: typeof scored = [];
  for (const window of scored)
    if (chosen.length < windowsPerTab && chosen.every(({ first, end }) => window.end <= first || window.first >= end))
      chosen.push(window);
  return chosen.map(({ first, end, likeness }) => ({ path, text: lines.slice(first, end).join(''), first, likeness }));
}

/** Windows begin where a block does: at the start and after blank lines; without any, they follow each other. */
function windowsOf(lines: readonly string[]): readonly { readonly first: number; readonly end: number }[] {
  const windows: { first: number; end: number }[] = [];
  let first = 0;
  while (first < lines.length) {
    windows.push({ first, end: endOf(lines, first) });
    first = nextStart(lines, first);
  }
  return windows;
}

function nextStart(lines: readonly string[], from: number): number {
  for (let at = from + stride; at < Math.min(from + height, lines.length); at += 1)
    if (isBlank(lines[at - 1] ?? '') && !isBlank(lines[at] ?? '')) return at;
  return from + height;
}

/** A window ends before the last blank line in it if that leaves more than half, otherwise where it is full. */
function endOf(lines: readonly string[], first: number): number {
  const full = Math.min(first + height, lines.length);
  let end = full;
  if (full < lines.length) while (end > first && !isBlank(lines[end] ?? '')) end -= 1;
  if (end - first <= height / 2) end = full;
  while (end > first + 1 && isBlank(lines[end - 1] ?? '')) end -= 1;
  return end;
}

/** Jaccard's measure: the names of both among the names of either. */
function likenessOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter(name => b.has(name)).length;
  return common === 0 ? 0 : common / (a.size + b.size - common);
}

const byLikeness = (a: Scored, b: Scored): number =>
  b.likeness - a.likeness || compare(a.path, b.path) || a.first - b.first;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
