import { setImmediate as later } from 'node:timers/promises';
import type { Sequence } from '../../../../src/engines/embedded/generation.ts';
import { Vocabulary } from '../../../../src/engines/embedded/vocabulary.ts';

/** Bytes are tokens. */
export const byteVocabulary = new Vocabulary<number>(
  {
    tokenize: text => [...Buffer.from(text)],
    detokenize: tokens => Buffer.from(tokens).toString(),
    iterateAllTokens: () => [],
    getTokenAttributes: () => ({ control: false, userDefined: false }),
    tokens: { bos: null, shouldPrependBosToken: false },
  },
  'Test',
);

/** Evaluates for real as far as counting goes, and says the letter "a" for ever. Throws where two use it at once. */
export class CountingSequence implements Sequence<number> {
  state: number[] = [];
  /** Tokens of each step without a reply. */
  readonly chunks: number[] = [];
  generated = 0;
  isLeft = false;
  #isAtWork = false;

  get nextTokenIndex(): number {
    return this.state.length;
  }

  get text(): string {
    return Buffer.from(this.state).toString();
  }

  compareContextTokens(tokens: number[]): { readonly firstDifferentIndex: number } {
    const different = this.state.findIndex((token, index) => token !== tokens[index]);
    return { firstDifferentIndex: different < 0 ? this.state.length : different };
  }

  async adaptStateToTokens(tokens: number[]): Promise<void> {
    if (this.#isAtWork) throw new Error('The state was changed in the middle of a step');
    this.state = this.state.slice(0, this.compareContextTokens(tokens).firstDifferentIndex);
  }

  async evaluateWithoutGeneratingNewTokens(tokens: number[]): Promise<void> {
    this.chunks.push(tokens.length);
    await this.#evaluate(tokens);
  }

  async *evaluate(tokens: number[]): AsyncGenerator<number> {
    try {
      for (let next = tokens; ; next = [97]) {
        await this.#evaluate(next);
        this.generated++;
        yield 97;
      }
    } finally {
      this.isLeft = true;
    }
  }

  async #evaluate(tokens: number[]): Promise<void> {
    if (this.#isAtWork) throw new Error('Two steps at once');
    this.#isAtWork = true;
    await later();
    this.#isAtWork = false;
    this.state.push(...tokens);
  }
}
