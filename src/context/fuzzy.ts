/**
 * How well the letters of a query stand in a name, in their order: undefined where they do not, and the higher the better.
 * Letters that follow each other, begin a word or the name's last part count more; case does not.
 */
export function fuzzyScore(query: string, name: string): number | undefined {
  const letters = query.toLowerCase();
  const lower = name.toLowerCase();
  const lastPart = name.lastIndexOf('/') + 1;
  // From the last part alone where that has all letters: "queue" means queue.ts, not queues/index.ts.
  return scoreFrom(letters, lower, name, lastPart) ?? scoreFrom(letters, lower, name, 0);
}

function scoreFrom(letters: string, lower: string, name: string, from: number): number | undefined {
  let at = from;
  let score = from > 0 || !name.includes('/') ? 10 : 0;
  let before = -2;
  for (const letter of letters) {
    const found = lower.indexOf(letter, at);
    if (found < 0) return undefined;
    if (found === before + 1) score += 5;
    if (isWordStart(name, found)) score += 4;
    if (found === from) score += 6;
    before = found;
    at = found + letter.length;
  }
  return score - name.length / 100;
}

function isWordStart(name: string, at: number): boolean {
  const [before = '', char = ''] = [name[at - 1], name[at]];
  return at === 0 || /[^\p{L}\p{N}]/u.test(before) || (/\p{Ll}/u.test(before) && /\p{Lu}/u.test(char));
}

/** A glob of file names that have these letters in this order, in either case. Undefined where there is nothing to look for. */
export function fuzzyGlob(query: string): string | undefined {
  const letters = Array.from(query.slice(query.lastIndexOf('/') + 1)).filter(letter => /[\p{L}\p{N}_.-]/u.test(letter));
  if (letters.length === 0) return undefined;
  return `**/*${letters.map(inEitherCase).join('*')}*`;
}

function inEitherCase(letter: string): string {
  const [lower, upper] = [letter.toLowerCase(), letter.toUpperCase()];
  return lower === upper || lower.length !== 1 || upper.length !== 1 ? letter : `[${lower}${upper}]`;
}
