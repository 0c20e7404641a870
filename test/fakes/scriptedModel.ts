/**
 * Writes a tiny GGUF model (about 200 KB) that a real llama.cpp loads and that says exact, known text, so that tests can
 * assert whole answers of a real engine.
 *
 * How it works: prompts are tokenised into single bytes; what the model says is made of longer pieces of text that only
 * it uses, each once in the whole model, so that each has one successor. Feed-forward weights are zero; the output row
 * of a successor is the embedding of its predecessor. Where one token has several successors (the last token of the
 * prompt, "</think>") an attention head looks for the selectors, characters anywhere in the prompt, and adds the
 * direction of the last one's script. Tokens without a successor are followed by the end of the text.
 */
import { writeFile } from 'node:fs/promises';
import { ggufFile, type MetadataValue } from './ggufWriter.ts';
import { feedForwardWidth, scriptedWeights, type Successors, width } from './scriptedWeights.ts';

export interface Script {
  /**
   * What the model says. In a reasoner's text "</think>" becomes the special token; its text goes on from the "<think>\n"
   * that the prompt ends with. Characters beyond the basic plane (emoji) are split over two tokens.
   */
  readonly says: string;
  /** Coder only: the last character before the cursor, "" (also when absent) when nothing is typed in the cursor's line. */
  readonly after?: string;
  /** An ASCII character that the prompt must contain; of several the last in the prompt counts. Absent: any other prompt. */
  readonly when?: string;
  /** Starts again at its beginning instead of ending. */
  readonly endless?: boolean;
}

interface ScriptedModel {
  /** "coder" fills in the middle (llama, DeepSeek-Coder's tokens), "r1" reasons (qwen2, DeepSeek-R1's tokens). */
  readonly kind: 'coder' | 'r1';
  readonly scripts: readonly Script[];
  /** `general.name`. The default is recognised as the family of its kind. */
  readonly name?: string;
  /** Tokens the model claims to be trained for; 4096 when absent. Selectors are found in prompts up to 4096 tokens. */
  readonly contextLength?: number;
}

export const writeScriptedModel = (path: string, model: ScriptedModel): Promise<void> =>
  writeFile(path, scriptedModel(model));

/** The file's bytes. Throws where two scripts cannot be told apart or a text cannot be made of unused pieces. */
export function scriptedModel(model: ScriptedModel): Buffer {
  const vocabulary = new Vocabulary(kinds[model.kind].special);
  const successors = successorsOf(model, vocabulary);
  const { architecture } = kinds[model.kind];
  const tokens = { count: vocabulary.texts.length, end: vocabulary.token(endOfSentence), successors };
  return ggufFile(metadata(model, vocabulary), scriptedWeights(architecture, tokens));
}

export const beginOfSentence = '<｜begin▁of▁sentence｜>';
export const endOfSentence = '<｜end▁of▁sentence｜>';

/** The numbers llama.cpp has for kinds of tokens. */
export const tokenType = { normal: 1, control: 3, userDefined: 4 };

/** What differs between the two kinds; token types as in the converted models of DeepSeek. */
export const kinds = {
  coder: {
    name: 'DeepSeek Coder 1.3B base scripted',
    architecture: 'llama',
    preTokenizer: 'deepseek-coder',
    special: new Map([
      [beginOfSentence, tokenType.control],
      [endOfSentence, tokenType.control],
      ['<｜fim▁begin｜>', tokenType.control],
      ['<｜fim▁hole｜>', tokenType.control],
      ['<｜fim▁end｜>', tokenType.control],
      ['<|User|>', tokenType.userDefined],
      ['<|EOT|>', tokenType.userDefined],
    ]),
    start: '<｜fim▁end｜>',
    links: [],
  },
  r1: {
    name: 'DeepSeek R1 scripted',
    architecture: 'qwen2',
    preTokenizer: 'deepseek-r1-qwen',
    special: new Map([
      [beginOfSentence, tokenType.control],
      [endOfSentence, tokenType.control],
      ['<｜User｜>', tokenType.control],
      ['<｜Assistant｜>', tokenType.control],
      ['<think>', tokenType.userDefined],
      ['</think>', tokenType.userDefined],
      ['<|EOT|>', tokenType.userDefined],
    ]),
    start: '\n',
    // A prompt that does not force the start of the reply gets it from the model.
    links: [['<｜Assistant｜>', '<think>', '\n']],
  },
};

/** GPT-2's alphabet: each byte as one printable character, as byte-level vocabularies write it. */
export const alphabet: readonly string[] = (() => {
  const isPrintable = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isPrintable(byte) ? byte : next++));
})();

export const encoded = (bytes: Uint8Array): string => Array.from(bytes, byte => alphabet[byte] ?? '').join('');

/** Two bytes that UTF-8 never uses: the one merge that the tokenizer demands then never happens. */
const unusedMerge = [encoded(Buffer.from([0xff])), encoded(Buffer.from([0xfe]))];

class Vocabulary {
  readonly texts: string[] = [];
  readonly types: number[] = [];
  readonly #ids = new Map<string, number>();
  readonly #specialTexts: RegExp;
  readonly #pieces: number;

  constructor(special: ReadonlyMap<string, number>) {
    for (const byte of alphabet) this.#add(byte, tokenType.normal);
    this.#add(unusedMerge.join(''), tokenType.normal);
    for (const [text, type] of special) this.#add(text, type);
    this.#specialTexts = new RegExp(`(${[...special.keys()].map(text => text.replaceAll('|', '\\|')).join('|')})`);
    this.#pieces = this.texts.length;
  }

  /** The token of a special text or of a single byte. */
  token(text: string): number {
    const id = this.#ids.get(text) ?? this.#ids.get(encoded(Buffer.from(text)));
    if (id === undefined) throw new Error(`The scripted model has no token ${JSON.stringify(text)}`);
    return id;
  }

  /** Whether prompts can contain the token, or several scripts; the others belong to one place of one script. */
  isShared(token: number): boolean {
    return token < this.#pieces;
  }

  /** New tokens that together are the text; special texts in it become their tokens. */
  pieces(text: string): number[] {
    return text
      .split(this.#specialTexts)
      .filter(part => part !== '')
      .flatMap(part => (this.#specialTexts.test(part) ? [this.token(part)] : this.#newPieces(part)));
  }

  #newPieces(text: string): number[] {
    if (Buffer.from(text).length === 1) return [this.token(text)];
    const pieces: string[] = [];
    const isNew = (piece: string) => !this.#ids.has(piece) && !pieces.includes(piece);
    let rest = '';
    for (const word of words(text)) {
      rest += encoded(word);
      if (!isNew(rest)) continue;
      pieces.push(rest);
      rest = '';
    }
    // What is left at the end exists already: together with the pieces before it it becomes new.
    while (rest !== '') {
      const before = pieces.pop();
      if (before === undefined)
        throw new Error(`The scripted model already says ${JSON.stringify(text)}: change a character`);
      rest = before + rest;
      if (!isNew(rest)) continue;
      pieces.push(rest);
      rest = '';
    }
    return pieces.map(piece => this.#add(piece, tokenType.normal));
  }

  #add(text: string, type: number): number {
    const id = this.texts.length;
    this.#ids.set(text, id);
    this.texts.push(text);
    this.types.push(type);
    return id;
  }
}

/** A text's words, each with the space before it; an astral character is cut in two as byte-level vocabularies do. */
function* words(text: string): Iterable<Buffer> {
  for (const word of text.match(/\s*\S+|\s+/g) ?? []) {
    const bytes = Buffer.from(word);
    const astral = bytes.findIndex(byte => byte >= 0xf0);
    if (astral < 0) yield bytes;
    else yield* [bytes.subarray(0, astral + 2), bytes.subarray(astral + 2)];
  }
}

/** Which token follows which, and on which selector that depends. */
function successorsOf(model: ScriptedModel, vocabulary: Vocabulary): Successors {
  const successors = new Map<number, Map<string | undefined, number>>();
  const link = (from: number, when: string | undefined, to: number) => {
    const known = successors.get(from) ?? new Map<string | undefined, number>();
    if ((known.get(when) ?? to) !== to)
      throw new Error(
        `Two scripts begin or go on alike ${when === undefined ? 'without a selector' : `with "${when}"`}`,
      );
    successors.set(from, known.set(when, to));
  };
  const chain = (tokens: readonly number[], when: string | undefined) =>
    tokens.slice(1).forEach((to, index) => {
      const from = tokens[index] ?? 0;
      link(from, vocabulary.isShared(from) ? when : undefined, to);
    });
  for (const texts of kinds[model.kind].links)
    chain(
      texts.map(text => vocabulary.token(text)),
      undefined,
    );
  for (const script of model.scripts) chain(tokensOf(script, model.kind, vocabulary), script.when);
  return successors;
}

/** A script's tokens, beginning with the last token of its prompt: the last byte before the cursor, or the mark. */
function tokensOf(script: Script, kind: ScriptedModel['kind'], vocabulary: Vocabulary): number[] {
  const start = script.after ? (Buffer.from(script.after).at(-1) ?? 0) : vocabulary.token(kinds[kind].start);
  const pieces = vocabulary.pieces(script.says);
  return [start, ...pieces, ...(script.endless ? pieces.slice(0, 1) : [])];
}

function metadata(model: ScriptedModel, vocabulary: Vocabulary): Map<string, MetadataValue> {
  const { architecture, name, preTokenizer } = kinds[model.kind];
  const sizes = {
    context_length: model.contextLength ?? 4096,
    embedding_length: width,
    block_count: 1,
    feed_forward_length: feedForwardWidth,
    'attention.head_count': 1,
    'attention.head_count_kv': 1,
    'rope.dimension_count': width,
    vocab_size: vocabulary.texts.length,
  };
  const end = { u32: vocabulary.token(endOfSentence) };
  return new Map<string, MetadataValue>([
    ['general.architecture', { string: architecture }],
    ['general.name', { string: model.name ?? name }],
    ['general.file_type', { u32: 1 }],
    ...Object.entries(sizes).map(([key, u32]): [string, MetadataValue] => [`${architecture}.${key}`, { u32 }]),
    [`${architecture}.attention.layer_norm_rms_epsilon`, { f32: 1e-6 }],
    [`${architecture}.rope.freq_base`, { f32: 10_000 }],
    ['tokenizer.ggml.model', { string: 'gpt2' }],
    ['tokenizer.ggml.pre', { string: preTokenizer }],
    ['tokenizer.ggml.tokens', { strings: vocabulary.texts }],
    ['tokenizer.ggml.token_type', { i32s: vocabulary.types }],
    ['tokenizer.ggml.merges', { strings: [unusedMerge.join(' ')] }],
    ['tokenizer.ggml.bos_token_id', { u32: vocabulary.token(beginOfSentence) }],
    ['tokenizer.ggml.eos_token_id', end],
    ['tokenizer.ggml.padding_token_id', end],
    ['tokenizer.ggml.add_bos_token', { bool: true }],
  ]);
}
