import type { Mark, Prompt } from '../../shared/engine.ts';
import { Failure } from '../../shared/failure.ts';

/** What we need of an engine's tokenizer; node-llama-cpp's LlamaModel is one. */
export interface Tokenizer<Token> {
  /** With `special` false, marks of the "control" kind stay text, "user-defined" ones still become their token. */
  tokenize(text: string, special: boolean): Token[];
  detokenize(tokens: readonly Token[], special: boolean): string;
  iterateAllTokens(): Iterable<Token>;
  getTokenAttributes(token: Token): { readonly control: boolean; readonly userDefined: boolean };
  readonly tokens: { readonly bos: Token | null; readonly shouldPrependBosToken: boolean };
}

/** Marks that are part of what a model says: the thought splitter needs them. All other control tokens stay invisible. */
const spokenMarks: readonly string[] = ['<think>', '</think>'];

/** Turns prompts into tokens so that marks are marks and text is text, and single tokens into what they say. */
export class Vocabulary<Token> {
  readonly #tokenizer: Tokenizer<Token>;
  readonly #modelName: string;
  readonly #marks = new Map<string, Token>();
  readonly #spoken = new Map<Token, string>();
  readonly #lookAlikes: RegExp | undefined;

  /** Walks through the whole vocabulary: 15 ms for 32,000 tokens. */
  constructor(tokenizer: Tokenizer<Token>, modelName: string) {
    this.#tokenizer = tokenizer;
    this.#modelName = modelName;
    const lookAlikes: string[] = [];
    for (const token of tokenizer.iterateAllTokens()) {
      const { control, userDefined } = tokenizer.getTokenAttributes(token);
      if (!control && !userDefined) continue;
      const text = tokenizer.detokenize([token], true);
      this.#marks.set(text, token);
      if (spokenMarks.includes(text)) this.#spoken.set(token, text);
      if (isLookAlike(text, tokenizer)) lookAlikes.push(text);
    }
    this.#lookAlikes = lookAlikes.length > 0 ? new RegExp(lookAlikes.map(escaped).join('|'), 'gu') : undefined;
  }

  /** Throws Failure "wrongModel" for a mark the model does not have. */
  promptTokens(prompt: Prompt): Token[] {
    const tokens = prompt.flatMap(part =>
      typeof part === 'string' ? this.#textTokens(part) : [this.#markToken(part)],
    );
    const { bos, shouldPrependBosToken } = this.#tokenizer.tokens;
    return shouldPrependBosToken && bos !== null && tokens[0] !== bos ? [bos, ...tokens] : tokens;
  }

  /** A mark that is part of what the model says, or undefined for all other tokens. */
  spokenMark(token: Token): string | undefined {
    return this.#spoken.get(token);
  }

  /** What tokens say, control tokens left out. Bytes that are not a whole character come out as U+FFFD. */
  text(tokens: readonly Token[]): string {
    return this.#tokenizer.detokenize(tokens, false);
  }

  #markToken({ mark }: Mark): Token {
    const token = this.#marks.get(mark);
    if (token === undefined) throw new Failure('wrongModel', { model: this.#modelName, mark });
    return token;
  }

  /** Text that spells a mark is cut after the mark's first character, and its parts are tokenised by themselves. */
  #textTokens(text: string): Token[] {
    const lookAlikes = this.#lookAlikes;
    const parts: string[] = [];
    let start = 0;
    if (lookAlikes !== undefined) {
      lookAlikes.lastIndex = 0;
      for (let match = lookAlikes.exec(text); match !== null; match = lookAlikes.exec(text)) {
        const cut = match.index + firstCharacter(match[0]).length;
        parts.push(text.slice(start, cut));
        start = cut;
        // Another may begin inside this one.
        lookAlikes.lastIndex = cut;
      }
    }
    parts.push(text.slice(start));
    return parts.flatMap(part => this.#tokenizer.tokenize(part, false));
  }
}

/**
 * Text that plain tokenisation turns into a special token. Single characters are left alone: DeepSeek-Coder has letters
 * such as "ü" as user-defined tokens, and they mean nothing but the letter.
 */
const isLookAlike = <Token>(text: string, tokenizer: Tokenizer<Token>): boolean =>
  text.length > firstCharacter(text).length && tokenizer.tokenize(text, false).length === 1;

const firstCharacter = (text: string): string => String.fromCodePoint(text.codePointAt(0) ?? 0);

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
