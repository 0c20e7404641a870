import type { Token } from 'markdown-it';
import { type Container, type Settled, asRest, grown } from './container.ts';
import type { Parse, References } from './parser.ts';
import { type Part, settledParts, startOfLine, topLevelParts } from './parts.ts';

/** A top-level part of a text: a paragraph, a list, a code block. The same object as long as nothing in it changes. */
export interface Block {
  readonly key: number;
  /** Without what is settled. */
  readonly tokens: readonly Token[];
  /** In a long block that grew: its lines, items or rows before those in `tokens`. */
  readonly settled: Settled | undefined;
  /** False while the text still grows here. */
  readonly isFinished: boolean;
}

interface Frozen extends Block {
  readonly source: string;
}

/** What follows the frozen text, read. */
interface Tail {
  readonly text: string;
  readonly container: Container | undefined;
  /** The text without what is settled in the container, as it was read. */
  readonly read: string;
  readonly parts: readonly Part[];
}

/**
 * Reads a growing text block by block. Blocks that no further character can change are frozen: they are parsed once and
 * keep their identity, so that a long answer costs as much per character as a short one. So are the lines, items and rows
 * of a long block at the end.
 */
export class MarkdownStream {
  readonly #parse: Parse;
  #frozen: Frozen[] = [];
  #frozenText = '';
  /** The block after the frozen text, where it is long. */
  #container: Container | undefined;
  /** Link definitions in the frozen text: the first one of a label counts. */
  #frozenReferences: References = {};
  /** All definitions that the blocks were made with. */
  #references = '{}';
  #last: { readonly text: string; readonly isFinished: boolean; readonly blocks: readonly Block[] } | undefined;

  constructor(parse: Parse) {
    this.#parse = parse;
  }

  /** The blocks of `text`: usually the text of the last call with something added at the end. */
  read(text: string, isFinished: boolean): readonly Block[] {
    if (this.#last?.text !== text || this.#last.isFinished !== isFinished) {
      const lines = text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
      this.#last = { text, isFinished, blocks: this.#blocksOf(lines, isFinished) };
    }
    return this.#last.blocks;
  }

  #blocksOf(text: string, isFinished: boolean): readonly Block[] {
    if (!startsWith(text, this.#frozenText)) this.#forget();
    const tail = this.#readTail(text.slice(this.#frozenText.length), isFinished);
    const settled = isFinished ? 0 : settledParts(tail.parts, tail.read);
    const growing = blocksOf(tail, this.#frozen.length, isFinished);
    this.#freeze(tail, growing.slice(0, settled));
    const [last] = growing;
    if (!isFinished && growing.length === 1 && last !== undefined)
      this.#container = grown(tail.container, tail.read, last.tokens, tail.text);
    return [...this.#frozen, ...growing.slice(settled)];
  }

  #forget(): void {
    this.#frozen = [];
    this.#frozenText = '';
    this.#frozenReferences = {};
    this.#container = undefined;
  }

  #readTail(text: string, isFinished: boolean): Tail {
    if (this.#container !== undefined && !startsWith(text, this.#container.source)) this.#container = undefined;
    const container = this.#container;
    const read = container === undefined ? text : container.lead + text.slice(container.source.length);
    const references = { ...this.#frozenReferences };
    const parts = topLevelParts(this.#parse(isFinished ? read : withoutLoneMark(read), references));
    const hasNewReferences = this.#follow(references);
    if (container === undefined) return { text, container, read, parts };
    const rest = hasNewReferences ? undefined : asRest(container, parts[0]?.tokens ?? []);
    if (rest !== undefined) return { text, container, read, parts: [{ line: 0, tokens: rest }, ...parts.slice(1)] };
    this.#container = undefined;
    return this.#readTail(text, isFinished);
  }

  #freeze({ text, container, read, parts }: Tail, blocks: readonly Block[]): void {
    if (blocks.length === 0) return;
    const startOf = (at: number): number => {
      const start = startOfLine(read, parts[at]?.line ?? 0);
      return container === undefined || at === 0 ? start : start - container.lead.length + container.source.length;
    };
    blocks.forEach((block, at) => this.#frozen.push({ ...block, source: text.slice(startOf(at), startOf(at + 1)) }));
    const frozen = text.slice(0, startOf(blocks.length));
    if (frozen.includes(']:')) this.#parse(frozen, this.#frozenReferences);
    this.#frozenText += frozen;
    this.#container = undefined;
  }

  /** A definition may stand below the text that uses it: frozen blocks with a bracket are read again when one comes. */
  #follow(references: References): boolean {
    const now = JSON.stringify(references);
    if (now === this.#references) return false;
    this.#references = now;
    this.#frozen = this.#frozen.map(block =>
      block.source.includes('[')
        ? { ...block, settled: undefined, tokens: this.#parse(block.source, { ...references }) }
        : block,
    );
    return true;
  }
}

/** Compared as a whole: `String.startsWith` goes character by character, which costs half a millisecond in 100 KB. */
const startsWith = (text: string, start: string): boolean => text.slice(0, start.length) === start;

const blocksOf = ({ container, parts }: Tail, first: number, isFinished: boolean): readonly Block[] =>
  parts.map(({ tokens }, at) => ({
    key: first + at,
    tokens,
    settled: at === 0 ? container?.settled : undefined,
    isFinished: isFinished || at < parts.length - 1,
  }));

/**
 * A last line of marks alone ("-", "1.", "``") can become a list, a heading, a fence or text, and taken as it stands it
 * would make the line above a heading for a moment. It is shown with its next character.
 */
const withoutLoneMark = (text: string): string =>
  text.replace(/(^|\n)[ \t>]*(?:[-+=#_~`]+|\*+|\d{1,3}[.)]?)[ \t]*$/, '$1');
