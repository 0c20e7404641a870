/** The parts that the tokenizers of both models cut text into first, near enough: tokens do not reach across them. */
const parts = /[ \t]?\p{L}+|\p{N}|[ \t]?[^\s\p{L}\p{N}]+|\n|[ \t]+(?![^\s])|[ \t]+/gu;

/**
 * Byte-pair encoding: the merges, most frequent first, that make the text so short that a token stands for this many
 * characters. `encoded` writes bytes in the vocabulary's alphabet.
 */
export function bytePairs(
  text: string,
  charactersPerToken: number,
  encoded: (bytes: Uint8Array) => string,
): [string, string][] {
  const words = countedParts(text).map(([part, count]) => ({ count, tokens: encoded(Buffer.from(part)).split('') }));
  const merges: [string, string][] = [];
  const length = () => words.reduce((sum, { count, tokens }) => sum + count * tokens.length, 0);
  while (length() * charactersPerToken > text.length) {
    const pair = mostFrequentPair(words);
    if (pair === undefined) throw new Error(`This text cannot be ${charactersPerToken} characters a token`);
    merges.push(pair);
    for (const word of words) word.tokens = merged(word.tokens, pair);
  }
  return merges;
}

interface Word {
  readonly count: number;
  tokens: readonly string[];
}

function countedParts(text: string): [string, number][] {
  const counts = new Map<string, number>();
  for (const part of text.match(parts) ?? []) counts.set(part, (counts.get(part) ?? 0) + 1);
  return [...counts];
}

function mostFrequentPair(words: readonly Word[]): [string, string] | undefined {
  const counts = new Map<string, { readonly pair: [string, string]; count: number }>();
  for (const { count, tokens } of words)
    tokens.slice(1).forEach((second, index) => {
      const first = tokens[index] ?? '';
      const known = counts.get(`${first} ${second}`) ?? { pair: [first, second], count: 0 };
      known.count += count;
      counts.set(`${first} ${second}`, known);
    });
  let best: { readonly pair: [string, string]; readonly count: number } | undefined;
  for (const known of counts.values()) if (known.count > (best?.count ?? 0)) best = known;
  return best?.pair;
}

function merged(tokens: readonly string[], [first, second]: readonly [string, string]): string[] {
  const result: string[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] ?? '';
    const isPair = token === first && tokens[index + 1] === second;
    result.push(isPair ? first + second : token);
    if (isPair) index++;
  }
  return result;
}
