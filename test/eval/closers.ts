const closerOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '"': '"', "'": "'", '`': '`' };

export const isOpener = (sign: string): boolean => '([{'.includes(sign) && sign !== '';

/** In front of these, and of white space and the end, an editor closes brackets and quotes. */
const closesBefore = /^[\s;:.,=}\])>]|^$/;

/**
 * What an editor adds behind the sign at `at`, and where in the text it stands in the end; undefined where an editor adds
 * nothing or where the text has no such closer to come.
 */
export function closerFor(text: string, at: number, before: string, after: string): Closer | undefined {
  const opener = text.charAt(at);
  const closer = closerOf[opener];
  if (closer === undefined || !closesBefore.test(after)) return undefined;
  if (closer === opener && (/[\w"'`]$/.test(before) || text.startsWith(opener.repeat(2), at))) return undefined;
  const end = closer === opener ? endOfQuote(text, at) : endOfBracket(text, at);
  return end === undefined ? undefined : { text: closer, at: end };
}

export interface Closer {
  readonly text: string;
  /** Position in the text that is being typed. */
  readonly at: number;
}

function endOfQuote(text: string, start: number): number | undefined {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    if (text.charAt(at) === '\\') at++;
    else if (text.charAt(at) === quote) return at;
    else if (text.charAt(at) === '\n') return undefined;
  }
  return undefined;
}

/** Brackets in quotes count for nothing. */
function endOfBracket(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const sign = text.charAt(at);
    if (`"'\``.includes(sign)) at = endOfQuote(text, at) ?? at;
    else if (isOpener(sign)) depth++;
    else if (')]}'.includes(sign) && --depth === 0) return at;
  }
  return undefined;
}
