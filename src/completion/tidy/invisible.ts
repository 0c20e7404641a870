/** Characters that nobody sees but that change what the code says, or that no document should contain. */
const hidden =
  /[[\p{Cc}\p{Cs}]--[\t\n]]|[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u{fff9}-\u{fffb}]/gv;

const letter = /[\p{L}\p{M}]$/u;
/** In these scripts a joiner, or its opposite, changes no letter's shape; in the others it may. */
const notJoined =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

const pictogramBefore = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)$/u;
const pictogramAfter = /^\p{Extended_Pictographic}/u;
/** A flag of a region is a black flag, small letters of the tag block and their end. */
const flag = /^\u{1f3f4}[\u{e0061}-\u{e007a}\u{e0030}-\u{e0039}]{2,6}\u{e007f}/u;

/** Whether the text has a character that hides something. Scripts and emoji that need such characters may have them. */
export function hidesSomething(text: string): boolean {
  for (const { 0: char, index } of text.matchAll(hidden)) {
    if (!isNeeded(char, text.slice(Math.max(0, index - 24), index), text.slice(index + char.length, index + 24)))
      return true;
  }
  return false;
}

function isNeeded(char: string, before: string, after: string): boolean {
  const last = Array.from(before).at(-1) ?? '';
  const next = Array.from(after)[0] ?? '';
  switch (char) {
    case '\u200d':
      return (pictogramBefore.test(before) && pictogramAfter.test(after)) || isJoinable(last);
    case '\u200c':
      return isJoinable(last) && (isJoinable(next) || !/[\p{L}\p{N}]/u.test(next));
    case '\u200b':
      return isWrittenWithoutSpaces(last) && isWrittenWithoutSpaces(next);
    case '\ufe0e':
    case '\ufe0f':
      return /^[0-9#*]$/.test(last) ? next === '\u20e3' : /^(?:\p{Emoji}|\p{S})$/u.test(last);
  }
  if (/[\u180b-\u180f]/.test(char)) return /^\p{Script=Mongolian}$/u.test(last);
  if (/[\u{e0100}-\u{e01ef}\ufe00-\ufe02]/u.test(char)) return /^[\p{Script=Han}\p{Sm}]$/u.test(last);
  if (/[\u{e0020}-\u{e007f}]/u.test(char)) return isInFlag(before, char, after);
  return false;
}

const isJoinable = (char: string): boolean => letter.test(char) && !notJoined.test(char);

const isWrittenWithoutSpaces = (char: string): boolean =>
  /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u.test(char);

function isInFlag(before: string, char: string, after: string): boolean {
  const start = before.lastIndexOf('\u{1f3f4}');
  const match = start < 0 ? null : flag.exec(before.slice(start) + char + after);
  return match !== null && match[0].length >= before.length - start + char.length;
}
