import type { MetadataValue } from '../fakes/ggufWriter.ts';
import { alphabet, beginOfSentence, encoded, endOfSentence, kinds, tokenType } from '../fakes/scriptedModel.ts';
import { bytePairs } from './bytePairs.ts';
import type { Shape } from './modelShapes.ts';
import { typedFile } from './typedFile.ts';

/** What DeepSeek-Coder's real vocabulary makes of TypeScript. */
export const charactersPerToken = 3.3;

/** The special tokens come last. */
export const specialTokens = ({ kind }: Pick<Shape, 'kind'>): ReadonlyMap<string, number> => kinds[kind].special;

/**
 * As many tokens as the real vocabulary has: bytes, pairs of them so that prompts have their real number of tokens, words
 * that only the model itself says, and DeepSeek's special tokens.
 */
export function vocabularyMetadata(shape: Shape): [string, MetadataValue][] {
  const merges = bytePairs(typedFile, charactersPerToken, encoded);
  const special = specialTokens(shape);
  const read = [...alphabet, ...new Set(merges.map(pair => pair.join('')))];
  const fillers = Array.from({ length: shape.vocabulary - read.length - special.size }, (_, index) =>
    encoded(Buffer.from(` w${index}`)),
  );
  const texts = [...read, ...fillers, ...special.keys()];
  const types = [...[...read, ...fillers].map(() => tokenType.normal), ...special.values()];
  const id = (text: string): MetadataValue => ({ u32: texts.indexOf(text) });
  return [
    ['tokenizer.ggml.model', { string: 'gpt2' }],
    ['tokenizer.ggml.pre', { string: kinds[shape.kind].preTokenizer }],
    ['tokenizer.ggml.tokens', { strings: texts }],
    ['tokenizer.ggml.token_type', { i32s: types }],
    ['tokenizer.ggml.merges', { strings: merges.map(pair => pair.join(' ')) }],
    ['tokenizer.ggml.bos_token_id', id(beginOfSentence)],
    ['tokenizer.ggml.eos_token_id', id(endOfSentence)],
    ['tokenizer.ggml.padding_token_id', id(endOfSentence)],
    ['tokenizer.ggml.add_bos_token', { bool: true }],
  ];
}
