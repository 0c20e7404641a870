/** A token of DeepSeek-Coder's vocabulary for code: a word or part of one with the space before it, signs, a line's indentation. */
const token = /\n|[^\S\n]{2,16}|[^\S\n]?[\p{L}_]{1,5}|\d|[^\S\n]?[^\s\p{L}\d_]{1,2}|\s/gu;

/** How many tokens a text has, without a vocabulary. A budget must hold, so rather too many than too few. */
export function tokensIn(text: string): number {
  let count = 0;
  for (const _ of text.matchAll(token)) count += 1;
  return count;
}
