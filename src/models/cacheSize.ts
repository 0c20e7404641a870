/**
 * Bytes of the key-value cache for each token of the context: keys and values of all layers as 16-bit numbers.
 * @param at a value of the model's description by its name after the architecture: "attention.head_count_kv"
 * @returns 0 where the description does not tell
 */
export function cacheBytesPerToken(at: (name: string) => unknown): number {
  const layers = number(at('block_count'));
  const heads = number(at('attention.head_count'));
  const width = heads > 0 ? number(at('embedding_length')) / heads : 0;
  const perHead = 2 * ((number(at('attention.key_length')) || width) + (number(at('attention.value_length')) || width));
  const own = at('attention.head_count_kv');
  // Layers may differ in their number of heads.
  const headsOfAll = Array.isArray(own)
    ? own.reduce((sum: number, one) => sum + number(one), 0)
    : layers * (number(own) || heads);
  return headsOfAll * perHead;
}

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
