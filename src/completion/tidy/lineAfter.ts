import type { Place } from '../place.ts';
import { isOnlyClosing } from '../restOfLine.ts';
import { languageAt, linesOf, withoutSpace, isBlank, scanAt } from './lines.ts';
import { type Bracket, foreignClosers } from './scan.ts';
import { type Draft, endedAfterLines, endedAt } from './step.ts';

/**
 * Fits the text to what follows the cursor on its line: what the text repeats of it goes; brackets and quotes that the
 * editor closed by itself, and that the text closes further on, are replaced.
 */
export function fitLineAfter(draft: Draft, place: Place): Draft {
  const after = place.window.lineAfter.trimEnd();
  if (after === '') return draft;
  const end = draft.text.indexOf('\n');
  const first = end < 0 ? draft.text : draft.text.slice(0, end);
  const repeated = repeatedAt(first, after, place) ?? repeatedInPartAt(first, after);
  if (repeated !== undefined) return endedAt(draft, repeated);
  const closed = closersOf(first, after, place);
  if (closed !== undefined && closed.areTogether && isTrifle(first.slice(closed.end), after.slice(closed.length)))
    return endedAt(draft, closed.start);
  if (end >= 0 && isBlank(first) && startsWithClosingTag(after, place)) return overClosingTag(draft, after, place);
  // More lines before a meaningful rest of the line would tear it from its beginning.
  if (!isOnlyClosing(after)) return end < 0 ? replacing(draft, closed) : replacing(endedAt(draft, end), closed);
  return overClosers(draft, after, place);
}

/** The text closes what the editor closed, somewhere in its own lines. */
function overClosers(draft: Draft, after: string, place: Place): Draft {
  const closed = closersOf(draft.text, after, place);
  if (closed === undefined) return draft;
  const lineEnd = draft.text.indexOf('\n', closed.end);
  const rest = draft.text.slice(closed.end, lineEnd < 0 ? undefined : lineEnd);
  const isWhole = closed.length === closingRun(after).length && isTrifle(rest, after.slice(closed.length));
  return replacing(isWhole ? { ...draft, ...endOf(draft, closed.end, lineEnd) } : draft, closed);
}

const closingTag = /^<\/[\w.:-]*>/;

const startsWithClosingTag = (after: string, place: Place): boolean =>
  languageAt(place).hasTags === true && closingTag.test(after);

/** A closing tag that follows the cursor moves to a line of its own, behind the lines of the text. */
function overClosingTag(draft: Draft, after: string, place: Place): Draft {
  const tag = closingTag.exec(after)?.[0] ?? '';
  const lines = linesOf(draft.text, place);
  const closing = lines.findIndex(
    (line, index) => index > 0 && line.trimmed.startsWith(tag) && line.columns === lines[0]?.columns,
  );
  if (closing < 0) return draft;
  const ended = endedAfterLines(draft, closing + 1);
  return { ...ended, text: ended.text.slice(0, ended.text.lastIndexOf(tag) + tag.length), replaceSuffix: tag.length };
}

/** Only a line that is complete ends the text for good. */
const endOf = (draft: Draft, end: number, lineEnd: number): Pick<Draft, 'text' | 'isEnded'> => ({
  text: draft.text.slice(0, end),
  isEnded: draft.isEnded || lineEnd >= 0,
});

const replacing = (draft: Draft, closed: Closed | undefined): Draft =>
  closed === undefined || closed.end > draft.text.length ? draft : { ...draft, replaceSuffix: closed.length };

/** Where in the line the rest of the cursor's line starts again, whatever the spaces. */
function repeatedAt(line: string, after: string, place: Place): number | undefined {
  const wanted = withoutSpace(after);
  const says = wanted.length >= 4 && /\p{L}{2,}/u.test(wanted);
  const marks = (text: string, from: number): string =>
    foreignClosers(scanAt(text, place).brackets)
      .filter(({ at }) => at >= from)
      .map(({ mark }) => mark)
      .join('');
  for (let at = 0; at < line.length; at++) {
    if (/\s/.test(line.charAt(at))) continue;
    const rest = withoutSpace(line.slice(at));
    if (says ? !rest.startsWith(wanted) : rest !== wanted && rest !== `${wanted};`) continue;
    // "f(x)" before ")" ends with a bracket of its own.
    if (says || marks(line, at) === marks(after, 0) || isTagEnd(line.slice(0, at), wanted, place)) return at;
  }
  return undefined;
}

/** ">" closes a tag or a list of type arguments that was opened before the cursor. */
const isTagEnd = (before: string, wanted: string, { window }: Place): boolean =>
  /^\/?>/.test(wanted) && /<[^<>]*$/.test(window.lineBefore + before);

/** The model was stopped while it repeated the rest of the line. */
function repeatedInPartAt(line: string, after: string): number | undefined {
  const wanted = withoutSpace(after);
  for (let at = 0; at < line.length; at++) {
    const rest = withoutSpace(line.slice(at));
    if (rest.length < 4) return undefined;
    if (/\p{L}/u.test(rest) && /\W/.test(rest) && wanted.startsWith(rest) && !/\s/.test(line.charAt(at))) return at;
  }
  return undefined;
}

interface Closed {
  /** How many characters after the cursor the text closes by itself. */
  readonly length: number;
  readonly start: number;
  readonly end: number;
  /** Nothing stands between them. */
  readonly areTogether: boolean;
}

/** The closing marks after the cursor that the text has too, in their order. */
function closersOf(text: string, after: string, place: Place): Closed | undefined {
  const run = closingRun(after);
  const found: Bracket[] = [];
  let length = 0;
  for (const closer of foreignClosers(scanAt(text, place).brackets)) {
    if (!run.startsWith(closer.mark, length)) break;
    found.push(closer);
    length += closer.mark.length;
  }
  const [first, last] = [found[0], found.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const end = last.at + last.mark.length;
  return { length, start: first.at, end, areTogether: end - first.at === length };
}

const closingRun = (after: string): string => /^[)\]}>"'`]*/.exec(after)?.[0] ?? '';

/** A separator, or what follows anyway. */
const isTrifle = (rest: string, after: string): boolean =>
  /^[;,]?\s*$/.test(rest) || (!isBlank(rest) && withoutSpace(after).startsWith(withoutSpace(rest)));
