import type { Token } from 'markdown-it';
import type { Parse, References } from './parser.ts';

/** A top-level part of a text: a paragraph, a list, a code block. The same object as long as nothing in it changes. */
export interface Block {
  readonly key: number;
  readonly tokens: readonly Token[];
  /** False while the text still grows here. */
  readonly isFinished: boolean;
}

interface Frozen extends Block {
  readonly source: string;
}

/**
 * Reads a growing text block by block. Blocks that no further character can change are frozen: they are parsed once and
 * keep their identity, so that a long answer costs as much per character as a short one.
 */
export class MarkdownStream {
  readonly #parse: Parse;
  #frozen: Frozen[] = [];
  #frozenText = '';
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
    if (this.#last?.text !== text || this.#last.isFinished !== isFinished)
      this.#last = { text, isFinished, blocks: this.#blocksOf(text.replaceAll(/\r\n?/g, '\n'), isFinished) };
    return this.#last.blocks;
  }

  #blocksOf(text: string, isFinished: boolean): readonly Block[] {
    if (!text.startsWith(this.#frozenText)) this.#forget();
    const tail = text.slice(this.#frozenText.length);
    const references = { ...this.#frozenReferences };
    const parts = topLevelParts(this.#parse(isFinished ? tail : withoutLoneMark(tail), references));
    this.#follow(references);
    const settled = isFinished ? 0 : settledParts(parts, tail);
    this.#freeze(parts.slice(0, settled), tail, parts[settled]?.line ?? 0);
    const first = this.#frozen.length;
    const rest = parts.slice(settled);
    const growing = rest.map(({ tokens }, at) => ({
      key: first + at,
      tokens,
      isFinished: isFinished || at < rest.length - 1,
    }));
    return [...this.#frozen, ...growing];
  }

  #forget(): void {
    this.#frozen = [];
    this.#frozenText = '';
    this.#frozenReferences = {};
  }

  #freeze(parts: readonly Part[], tail: string, endLine: number): void {
    if (parts.length === 0) return;
    const end = startOfLine(tail, endLine);
    parts.forEach(({ line, tokens }, at) => {
      const source = tail.slice(startOfLine(tail, line), startOfLine(tail, parts[at + 1]?.line ?? endLine));
      this.#frozen.push({ key: this.#frozen.length, tokens, isFinished: true, source });
    });
    const text = tail.slice(0, end);
    if (text.includes(']:')) this.#parse(text, this.#frozenReferences);
    this.#frozenText += text;
  }

  /** A definition may stand below the text that uses it: frozen blocks with a bracket are read again when one comes. */
  #follow(references: References): void {
    const now = JSON.stringify(references);
    if (now === this.#references) return;
    this.#references = now;
    this.#frozen = this.#frozen.map(block =>
      block.source.includes('[') ? { ...block, tokens: this.#parse(block.source, { ...references }) } : block,
    );
  }
}

/** The tokens of one block and the line it starts at. */
interface Part {
  readonly line: number;
  readonly tokens: readonly Token[];
}

function topLevelParts(tokens: readonly Token[]): readonly Part[] {
  const parts: Part[] = [];
  let start = 0;
  tokens.forEach((token, at) => {
    if (token.level !== 0 || token.nesting === 1) return;
    const part = tokens.slice(start, at + 1);
    parts.push({ line: part[0]?.map?.[0] ?? 0, tokens: part });
    start = at + 1;
  });
  return parts;
}

/** How many blocks from the start nothing can change any more. The last one never counts. */
function settledParts(parts: readonly Part[], tail: string): number {
  const lines = tail.split('\n');
  let count = 0;
  while (count + 1 < parts.length && isSettled(parts[count], parts[count + 1], lines)) count += 1;
  return count;
}

const endsByItself = new Set(['fence', 'heading_open', 'hr']);
const endsAtBlankLine = new Set(['paragraph_open', 'table_open', 'blockquote_open']);

function isSettled(part: Part | undefined, next: Part | undefined, lines: readonly string[]): boolean {
  const type = part?.tokens[0]?.type ?? '';
  const nextLine = next?.line ?? 0;
  if (endsByItself.has(type)) return true;
  if (endsAtBlankLine.has(type) && lines[nextLine - 1]?.trim() === '') return true;
  // "#" begins a heading and "#tag" does not; a table is known by its second line. So two whole lines must stand there.
  return nextLine + 2 < lines.length;
}

function startOfLine(text: string, line: number): number {
  let at = 0;
  for (let count = 0; count < line; count++) at = text.indexOf('\n', at) + 1;
  return at;
}

/**
 * A last line of marks alone ("-", "1.", "``") can become a list, a heading, a fence or text, and taken as it stands it
 * would make the line above a heading for a moment. It is shown with its next character.
 */
const withoutLoneMark = (text: string): string =>
  text.replace(/(^|\n)[ \t>]*(?:[-+=#_~`]+|\*+|\d{1,3}[.)]?)[ \t]*$/, '$1');
