import type { Vocabulary } from './vocabulary.ts';

/** Some text and the number of generated tokens it stands for. */
interface Spoken {
  readonly text: string;
  readonly tokens: number;
}

/** A character has four bytes at most, so no more tokens than that can wait for its last byte. */
const mostTokensOfACharacter = 4;

/** Turns generated tokens into text. A character can be spread over several tokens: they are held back until it is whole. */
export class ReplyText<Token> {
  readonly #vocabulary: Vocabulary<Token>;
  #held: Token[] = [];
  /** Tokens that said nothing by themselves and are counted with the next text. */
  #silent = 0;

  constructor(vocabulary: Vocabulary<Token>) {
    this.#vocabulary = vocabulary;
  }

  /** What can be said now, or undefined. */
  add(token: Token): Spoken | undefined {
    const mark = this.#vocabulary.spokenMark(token);
    if (mark !== undefined) return this.#say(this.#takeHeld() + mark, 1);
    this.#held.push(token);
    const isCut = this.#vocabulary.text(this.#held).endsWith('\uFFFD');
    if (isCut && this.#held.length < mostTokensOfACharacter) return undefined;
    return this.#say(this.#takeHeld(), 0);
  }

  /** What was held back when the stream ended. */
  flush(): Spoken | undefined {
    return this.#say(this.#takeHeld(), 0);
  }

  #takeHeld(): string {
    const text = this.#vocabulary.text(this.#held);
    this.#silent += this.#held.length;
    this.#held = [];
    return text;
  }

  #say(text: string, more: number): Spoken | undefined {
    this.#silent += more;
    if (text === '') return undefined;
    const tokens = this.#silent;
    this.#silent = 0;
    return { text, tokens };
  }
}
