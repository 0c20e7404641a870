import type { Language, Quote } from './languages.ts';

/** A bracket, or the mark at an end of a string. */
export interface Bracket {
  readonly at: number;
  readonly mark: string;
  readonly opens: boolean;
}

/** What a position lies in: a string, a comment, or undefined for code. */
export type Inside = Quote | undefined;

export interface Scan {
  readonly brackets: readonly Bracket[];
  /** What the end of the text lies in. */
  readonly inside: Inside;
  /** What each line's start lies in. */
  readonly lineStarts: readonly Inside[];
}

const openBrackets = '([{';
const closeBrackets = ')]}';

/** Reads code as far as the tidy rules need it: brackets and strings outside of strings and comments. */
export function scan(text: string, language: Language, start?: Inside): Scan {
  const brackets: Bracket[] = [];
  const lineStarts: Inside[] = [start];
  let inside = start;
  let at = 0;
  let line = text.indexOf('\n');
  while (at < text.length) {
    const found = inside === undefined ? stepInCode(text, at, language) : stepInQuote(text, at, inside);
    if (found.bracket !== undefined) brackets.push(found.bracket);
    for (; line >= 0 && line < found.end; line = text.indexOf('\n', line + 1))
      lineStarts.push(line + 1 < found.end ? inside : found.inside);
    inside = found.inside;
    at = found.end;
  }
  return { brackets, inside, lineStarts };
}

interface Found {
  /** Where reading goes on. */
  readonly end: number;
  readonly inside: Inside;
  readonly bracket?: Bracket;
}

function stepInCode(text: string, at: number, language: Language): Found {
  const quote = language.quotes.find(({ open }) => text.startsWith(open, at));
  if (quote !== undefined) {
    const bracket = quote.kind === 'string' ? { at, mark: quote.close, opens: true } : undefined;
    return { end: at + quote.open.length, inside: quote, bracket };
  }
  const here = matchAt(language.hereText, text, at);
  if (here?.[1] !== undefined) return { end: at + here[0].length, inside: hereText(here[1]) };
  const literal = matchAt(language.literal, text, at);
  if (literal !== undefined) return { end: at + literal[0].length, inside: undefined };
  const mark = text.charAt(at);
  if (openBrackets.includes(mark)) return { end: at + 1, inside: undefined, bracket: { at, mark, opens: true } };
  if (closeBrackets.includes(mark)) return { end: at + 1, inside: undefined, bracket: { at, mark, opens: false } };
  return { end: at + 1, inside: undefined };
}

function stepInQuote(text: string, at: number, quote: Quote): Found {
  if (quote.escapes && text.charAt(at) === '\\') return { end: at + 2, inside: quote };
  if (text.startsWith(quote.close, at)) {
    const end = at + quote.close.length;
    const bracket = quote.kind === 'string' && quote.close.trim() === quote.close;
    return { end, inside: undefined, ...(bracket && { bracket: { at, mark: quote.close, opens: false } }) };
  }
  // Most strings end with their line, closed or not: a person in the middle of one must not turn the rest into text.
  const isBroken = text.charAt(at) === '\n' && !quote.isMultiline;
  return { end: at + 1, inside: isBroken ? undefined : quote };
}

function matchAt(pattern: RegExp | undefined, text: string, at: number): RegExpExecArray | undefined {
  if (pattern === undefined) return undefined;
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

const hereText = (name: string): Quote => ({ open: '', close: `\n${name}`, kind: 'string', isMultiline: true });

const partners: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Closing marks whose opening one lies before the text. */
export function foreignClosers(brackets: readonly Bracket[]): readonly Bracket[] {
  return unmatched(brackets).closers;
}

/** Opening brackets that the text leaves open, outermost first; and closers that close nothing in it. */
export function unmatched(brackets: readonly Bracket[]): {
  readonly openers: readonly Bracket[];
  readonly closers: readonly Bracket[];
} {
  const openers: Bracket[] = [];
  const closers: Bracket[] = [];
  for (const bracket of brackets) {
    if (bracket.opens) openers.push(bracket);
    else if (closesMark(openers.at(-1), bracket)) openers.pop();
    else if (openers.some(opener => closesMark(opener, bracket)))
      // A string or bracket that was never closed lies between: the outer one ends it too.
      while (!closesMark(openers.pop(), bracket));
    else closers.push(bracket);
  }
  return { openers, closers };
}

const closesMark = (opener: Bracket | undefined, closer: Bracket): boolean =>
  opener !== undefined && (partners[opener.mark] ?? opener.mark) === closer.mark;
