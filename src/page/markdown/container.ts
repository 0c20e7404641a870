import type { Token } from 'markdown-it';
import { linesAPart } from './highlight.ts';
import { startOfLine } from './parts.ts';

/** What nothing can change any more inside a block that still grows. */
export interface Settled {
  /** Lines of a code block, in parts. */
  readonly code: readonly string[];
  /** Items of a list or rows of a table. */
  readonly children: readonly (readonly Token[])[];
}

/** A long block at the end of a text: a code block, list or table of which only the end is read again. */
export interface Container {
  /** Its text as far as it is settled. */
  readonly source: string;
  /** What stands before the rest so that it is read as more of the same block: a fence, the head of a table. */
  readonly lead: string;
  readonly opening: Token;
  /** A list whose items have space between them: then all have it. */
  readonly isLoose: boolean;
  readonly settled: Settled;
}

const nothing: Settled = { code: [], children: [] };

/** Where the block that `read` begins with can be settled further on: up to `end` in `read`. */
interface Cut {
  readonly end: number;
  readonly leadLines: number;
  readonly settled: Settled;
}

/** A list or table with less than this, in characters, is read again as a whole. */
const shortest = 1000;

/**
 * The container after `read`, its lead and what followed its settled part, was read as `tokens`. Undefined where the block
 * is short or of another kind.
 */
export function grown(
  before: Container | undefined,
  read: string,
  tokens: readonly Token[],
  tail: string,
): Container | undefined {
  const [opening] = tokens;
  const cut = opening && cutOf(opening, tokens, read);
  if (opening === undefined || cut === undefined) return before;
  const lead = before?.lead ?? read.slice(0, startOfLine(read, cut.leadLines));
  const settled = before?.settled ?? nothing;
  return {
    source: tail.slice(0, (before?.source.length ?? 0) + cut.end - (before?.lead.length ?? 0)),
    lead,
    opening: before?.opening ?? opening,
    isLoose: before?.isLoose === true || isLoose(tokens),
    settled: {
      code: [...settled.code, ...cut.settled.code],
      children: [...settled.children, ...cut.settled.children],
    },
  };
}

function cutOf(opening: Token, tokens: readonly Token[], read: string): Cut | undefined {
  // A text may begin with empty lines.
  const line = opening.map?.[0] ?? 0;
  if (opening.type === 'fence') return codeCut(opening, read, line + 1);
  if (read.length < shortest) return undefined;
  switch (opening.type) {
    case 'table_open':
      return childrenCut(
        'tr_open',
        tokens.slice(tokens.findIndex(({ type }) => type === 'tbody_open')),
        read,
        line + 2,
      );
    case 'bullet_list_open':
    case 'ordered_list_open':
      return listCut(tokens, read, line);
    default:
      return undefined;
  }
}

function codeCut(fence: Token, read: string, leadLines: number): Cut | undefined {
  const lines = fence.content.split(/(?<=\n)/);
  const code: string[] = [];
  // The last line may still become the fence's end.
  for (let at = 0; at + linesAPart < lines.length; at += linesAPart)
    code.push(lines.slice(at, at + linesAPart).join(''));
  if (code.length === 0) return undefined;
  const end = startOfLine(read, leadLines + code.length * linesAPart);
  return { end, leadLines, settled: { code, children: [] } };
}

function listCut(tokens: readonly Token[], read: string, leadLines: number): Cut | undefined {
  const cut = childrenCut('list_item_open', tokens, read, leadLines);
  // An item that is set in could belong elsewhere when it comes first; a definition would be lost with its item.
  if (cut === undefined || /\s/.test(read[cut.end] ?? '') || read.slice(0, cut.end).includes(']:')) return undefined;
  return tokens.some(isItemParagraph) ? cut : undefined;
}

/** All children of the first token but the last two, which may still change. */
function childrenCut(type: string, tokens: readonly Token[], read: string, leadLines: number): Cut | undefined {
  const level = (tokens[0]?.level ?? 0) + 1;
  const starts = tokens.flatMap((token, at) => (token.type === type && token.level === level ? [at] : []));
  const line = tokens[starts.at(-2) ?? 0]?.map?.[0];
  if (starts.length < 3 || line === undefined) return undefined;
  const children = starts.slice(0, -2).map((start, at) => tokens.slice(start, starts[at + 1]));
  return { end: startOfLine(read, line), leadLines, settled: { code: [], children } };
}

/**
 * The tokens of the rest as a part of the container, or undefined where it has become another block: then all of it has to
 * be read again.
 */
export function asRest(container: Container, tokens: readonly Token[]): readonly Token[] | undefined {
  const { opening } = container;
  const [first] = tokens;
  if (first?.type !== opening.type || first.markup !== opening.markup) return undefined;
  if (!opening.type.endsWith('list_open')) return tokens;
  if (isLoose(tokens) && !container.isLoose) return undefined;
  if (container.isLoose) for (const token of tokens) if (isItemParagraph(token)) token.hidden = false;
  return [opening, ...tokens.slice(1)];
}

const isItemParagraph = ({ type, level }: Token): boolean => type.startsWith('paragraph_') && level === 2;

/** Paragraphs of a tight list are hidden: their text stands in the item itself. */
const isLoose = (tokens: readonly Token[]): boolean => tokens.some(token => isItemParagraph(token) && !token.hidden);
