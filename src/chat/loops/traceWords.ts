/** What a word of a trace is good for when one asks whether the trace says anything new. */
export type WordKind =
  /** Words by which a thought comes to doubt itself: "Wait", "Hmm", "Actually". */
  | 'doubt'
  /** Words by which it goes on: "So", "Then", "But". */
  | 'turn'
  /** Words that say nothing by themselves: "let me", "again", "just". */
  | 'filler'
  /** "the", "of", "is": needed by any sentence. */
  | 'function'
  | 'content'
  | 'number'
  /** A sign that is no ordinary punctuation. */
  | 'sign';

export interface TraceWord {
  readonly kind: WordKind;
  /** In lower case. */
  readonly text: string;
  /** How many tokens it takes, roughly, with the punctuation before it. */
  readonly tokens: number;
}

const wordsOf = (text: string, kind: WordKind): readonly (readonly [string, WordKind])[] =>
  text.split(' ').map(word => [word, kind]);

const kinds: ReadonlyMap<string, WordKind> = new Map([
  ...wordsOf('wait hmm hm actually alternatively maybe perhaps hold 等', 'doubt'),
  ...wordsOf('however but so then now okay ok alright well oh 但 所 或', 'turn'),
  ...wordsOf(
    "i we let me let's lets again once more just also still really simply sure think check recheck verify see try " +
      'should could would might must need going go time another 再 又 也 就 吧 呢 啊 了 嗯 让 我 想 看 次 遍',
    'filler',
  ),
  ...wordsOf(
    'the a an of to in on at is are was were be it its this that these those you and or if as for with by from do does ' +
      'not what which there here has have had will can 的 是 在 这 那 和 有 个 不 以 们 到 一',
    'function',
  ),
]);

const ordinary = new Set(' \t\r\n.,:;!?"\'`()*-_');

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
/** Dashes, quotes and dots, and the signs of Chinese with their full width. */
const isWidePunctuation = (code: number): boolean =>
  (code >= 0x2000 && code <= 0x206f) ||
  (code >= 0x3000 && code <= 0x303f) ||
  (code >= 0xff01 && code <= 0xff0f) ||
  (code >= 0xff1a && code <= 0xff20);
const isHan = (code: number): boolean => code >= 0x3400 && code <= 0x9fff;
/** Letters of ASCII, and all that lies beyond and is neither Chinese nor punctuation. */
const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code >= 0xa0;

/** Tells the words of a trace one by one while it comes in, the same however it is cut. */
export class TraceWords {
  readonly #tell: (word: TraceWord) => void;
  #word = '';
  #isNumber = false;
  #punctuation = 0;

  constructor(tell: (word: TraceWord) => void) {
    this.#tell = tell;
  }

  /** One UTF-16 unit more. */
  add(char: string): void {
    const code = char.charCodeAt(0);
    if (ordinary.has(char) || isWidePunctuation(code)) {
      // An apostrophe inside a word belongs to it, but what follows is not known yet: "let's" counts as "let" and "s".
      this.#end();
      if (char !== ' ') this.#punctuation = Math.min(this.#punctuation + 1, 8);
    } else if (isHan(code)) this.#single(char, kinds.get(char) ?? 'content');
    else if (isDigit(code)) this.#grow(char, true);
    else if (isLetter(code)) this.#grow(char, false);
    else this.#single(char, 'sign');
  }

  #grow(char: string, isNumber: boolean): void {
    if (this.#isNumber !== isNumber) this.#end();
    this.#isNumber = isNumber;
    this.#word += char;
    // Nobody writes longer words: encoded data is cut up, so that the memory stays bounded.
    if (this.#word.length >= 64) this.#end();
  }

  #single(text: string, kind: WordKind): void {
    this.#end();
    this.#send(kind, text, 1);
  }

  #end(): void {
    if (this.#word === '') return;
    const text = this.#word.toLowerCase();
    this.#word = '';
    if (this.#isNumber) this.#send('number', text, text.length);
    else this.#send(kinds.get(text) ?? 'content', text, Math.ceil(text.length / 8));
  }

  #send(kind: WordKind, text: string, tokens: number): void {
    this.#tell({ kind, text, tokens: tokens + this.#punctuation });
    this.#punctuation = 0;
  }
}
