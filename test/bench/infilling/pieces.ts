/** What a stream brings at once: about what a token holds. */
export const piecesOf = (text: string): readonly string[] =>
  text.match(/\n|[^\S\n]+(?=[^\S\n])|\s?[^\s]{1,4}|\s/g) ?? [];
