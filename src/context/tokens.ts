// Held against the vocabulary of DeepSeek-Coder on TypeScript, Python, Go, Kotlin, C++, CUDA, shell, CSS, JSON and Markdown
// (170,000 tokens): 4 % too many on average, between 4 % too few (C++ full of names without vowels) and 13 % too many a file.
// Base64 comes out 4–17 % too high, Chinese comments 30 %. What the vocabulary has been seen to do is said line by line.
const token = new RegExp(
  [
    // Encoded data: one token a letter. A digit soon and no end of the word for long tell it from a name.
    /[A-Za-z\d+/](?=[A-Za-z+/]{0,15}\d[A-Za-z\d+/]{16})/,
    // Words: the space before belongs to it, an inner capital begins another; with a space in front they are whole for longer.
    / [A-Z]?[a-z]{1,7}|[A-Z]?[a-z]{1,5}| ?[A-Z]{1,2}/,
    // A line end each, and indentation in one piece, without the space that belongs to the word.
    /\n|[ \t]{1,24}(?=\s)/,
    // Signs go in pairs, but for those that mostly stand alone ("->", ":=" and "!=" are two).
    /[ \t]?(?:([-:!<])\1|[-:!<%]|["-/;-@[-`{-~]{1,2})/,
    // Cyrillic has words as well; a digit is one, and so is every other character, or more (see below).
    / ?[\u0400-\u04ff]{1,2}|[^]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/** Characters that are spelled in bytes: one token more each than those of ASCII, of Cyrillic or common in Chinese. */
const spelled = /[^\0-\x7f\u0400-\u04ff\u3000-\u303f\u4e00-\u9fa5\uff00-\uffef]/g;

/** Korean syllables take all their three bytes, so yet another one. */
const syllable = /[\uac00-\ud7a3]/g;

/** How many tokens a text has, without a vocabulary. A budget must hold, so rather too many than too few. */
export const tokensIn = (text: string): number =>
  countOf(token, text) + countOf(spelled, text) + countOf(syllable, text);

function countOf(pattern: RegExp, text: string): number {
  let count = 0;
  for (pattern.lastIndex = 0; pattern.test(text);) count += 1;
  return count;
}
