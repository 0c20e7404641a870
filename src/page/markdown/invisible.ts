/** Text as it can be shown, and between it characters that nobody would see but that can change what a text says. */
export type Shown =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'invisible'; readonly name: string };

/** Controls that reorder text, and letters without a shape that can hide words: wrong in any text. */
const deceiving = /[\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** In code also what Unicode says is drawn as nothing, and control characters; prose needs joiners and selectors for scripts and emoji. */
const invisibleInCode = /(?![\t\n])\p{Cc}|[\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/gu;

/** Splits a text at its invisible characters. Joined again with those, it is the text. */
export function shownParts(text: string, where: 'code' | 'prose'): readonly Shown[] {
  const parts: Shown[] = [];
  let start = 0;
  for (const match of text.matchAll(where === 'code' ? invisibleInCode : deceiving)) {
    if (match.index > start) parts.push({ kind: 'text', text: text.slice(start, match.index) });
    parts.push({ kind: 'invisible', name: nameOf(match[0]) });
    start = match.index + match[0].length;
  }
  if (start < text.length) parts.push({ kind: 'text', text: text.slice(start) });
  return parts;
}

const nameOf = (char: string): string => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
