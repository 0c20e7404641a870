/** The word at the caret that asks for suggestions. */
export interface Trigger {
  /** What is asked for: "#que", "@", "/ex". */
  readonly query: string;
  /** Where the word begins and ends in the text, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
}

/** The longest query the extension takes. */
const longestQuery = 256;

// "C#" and "name@host" are words of their own: a mark counts after a space, an opening bracket or quote, and after
// Chinese, Japanese or Korean, where no spaces stand between words.
const contextWord =
  /(?:^|[\s([{"'“‘「（，。、；：！？\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])([#@][^\s#@]*)$/u;

// A second slash makes it a path: "/usr/lib".
const commandWord = /^\/[^\s/]*$/;

/** The trigger that the caret stands in or behind; undefined: none. */
export function triggerAt(text: string, caret: number): Trigger | undefined {
  const before = text.slice(0, caret);
  const query = commandWord.exec(before)?.[0] ?? contextWord.exec(before)?.[1];
  if (query === undefined || query.length > longestQuery) return undefined;
  const rest = /^[^\s#@]*/.exec(text.slice(caret))?.[0] ?? '';
  return { query, from: caret - query.length, to: caret + rest.length };
}
