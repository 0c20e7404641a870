/** What nobody sees in a text though a model reads it: controls, reordering, zero width, the tag block, fillers. */
const hidden = /[[\p{Cc}]--[\t\n]]|[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Zl}\p{Zp}\u{fff9}-\u{fffb}]/gv;

/** In these scripts a joiner, or its opposite, changes no letter's shape. */
const notJoined =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

export interface VisibleText {
  readonly text: string;
  /** How many characters were made visible. */
  readonly found: number;
}

/**
 * The text with its invisible characters written out, "⟨U+202E⟩": rules and prompts come with a repository, and a person must
 * be able to see all that a model is told. What emoji and scripts need stays as it is.
 */
export function withInvisibleShown(text: string): VisibleText {
  let found = 0;
  const shown = text.replace(hidden, (char: string, at: number) => {
    if (isNeeded(char, text.slice(Math.max(0, at - 4), at), text.slice(at + char.length, at + char.length + 4)))
      return char;
    found += 1;
    return `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
  return { text: shown, found };
}

function isNeeded(char: string, before: string, after: string): boolean {
  const last = Array.from(before).at(-1) ?? '';
  const next = Array.from(after)[0] ?? '';
  switch (char) {
    case '\u200d':
      return isPictogramEnd(last) ? /^\p{Extended_Pictographic}/u.test(next) : isJoinable(last) && isJoinable(next);
    case '\u200c':
      return isJoinable(last) && isJoinable(next);
    case '\ufe0e':
    case '\ufe0f':
      return /^[\p{Emoji}\p{S}]$/u.test(last);
    default:
      return false;
  }
}

const isPictogramEnd = (char: string): boolean => /^[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]$/u.test(char);
const isJoinable = (char: string): boolean => /^[\p{L}\p{M}]$/u.test(char) && !notJoined.test(char);
