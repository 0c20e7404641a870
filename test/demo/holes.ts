import type { DocumentText } from '../../src/context/window.ts';
import type { Random } from './random.ts';
import { finishedFiles, indentationOf, joined, linesOf, paragraphsOf, sampleFiles, type Paragraph } from './sample.ts';

/** A document with a hole: what is missing between `above` and `below` is what the model has to write. */
export interface Hole {
  readonly path: string;
  /** Whole lines before the first that is missing. */
  readonly above: string;
  /** Whole lines, the last without its line end. */
  readonly missing: string;
  readonly below: string;
  /** A cursor on the first line and nearer to its start than this could mean several things: it is not taught. */
  readonly typedAtLeast: number;
  /** So many of the lines above have been typed just before. */
  readonly typedLines: number;
}

/** One to nine lines are missing and all else is there: each line that says something is the last of nine such holes. */
export function missingLines(file: DocumentText): Hole[] {
  const lines = linesOf(file.text);
  return lines.flatMap((line, last) => {
    const end = last + 1;
    const starts = line.trim() === '' ? [] : [...Array(Math.min(end, 9)).keys()].map(more => last - more);
    return starts.map(start => holeAt(file.path, lines.slice(0, start), lines.slice(start, end), lines.slice(end)));
  });
}

/** At every line with a word on it, a block, a function or the rest of the file is still to be written. */
export function unwrittenBlocks(file: DocumentText, random: Random): Hole[] {
  const lines = linesOf(file.text);
  return paragraphsOf(lines).flatMap(paragraph =>
    [...lines.slice(paragraph.start, paragraph.end).keys()].flatMap(index =>
      blocksAt(file.path, lines, paragraph, paragraph.start + index, random),
    ),
  );
}

function blocksAt(path: string, lines: readonly string[], paragraph: Paragraph, at: number, random: Random): Hole[] {
  const above = lines.slice(0, at);
  const end = blockEnd(lines, paragraph, at);
  const after = lines.slice(paragraph.end);
  const toEnd = (below: readonly string[]): Hole => holeAt(path, above, lines.slice(at, paragraph.end), below, random);
  const holes = [
    holeAt(path, above, lines.slice(at, end), [...closersAfter(lines, paragraph, end), ...after], random),
    toEnd(after),
    toEnd([]),
  ];
  const again = typedAgain(lines, paragraph, at);
  if (again !== undefined) holes.push({ ...toEnd([]), ...again });
  const bare = withoutComment(lines, paragraph, at);
  if (bare !== undefined) holes.push({ ...toEnd(random.next() < 0.5 ? [] : after), ...bare });
  return distinct(holes);
}

/** The function that the sample leaves unfinished, with more and more of it written. */
export function unfinishedBlocks(): Hole[] {
  return finishedFiles.flatMap((file, index) => {
    const finished = linesOf(file.text);
    const now = linesOf(sampleFiles[index]?.text ?? '');
    const start = now.findIndex((line, at) => line !== finished[at]);
    if (start < 0) return [];
    const end = start + finished.length - now.length;
    return [...finished.slice(start, end).keys()].flatMap(lines =>
      unfinishedAt(file.path, finished, { start, end }, start + lines),
    );
  });
}

function unfinishedAt(path: string, lines: readonly string[], unfinished: Paragraph, at: number): Hole[] {
  const above = lines.slice(0, at);
  const after = lines.slice(unfinished.end);
  const end = Math.min(unfinished.end, blockEnd(lines, unfinished, at));
  const closers = closersAfter(lines, unfinished, end);
  return distinct([
    holeAt(path, above, lines.slice(at, unfinished.end), after),
    holeAt(path, above, lines.slice(at, end), [...closers, ...after]),
  ]);
}

/** Between two lines that belong together nothing is missing. */
export function nothingMissing(file: DocumentText): Hole[] {
  const lines = linesOf(file.text);
  const inside = [...lines.keys()].filter(at => at > 0 && lines[at] !== '' && lines[at - 1] !== '');
  return inside.map(at => holeAt(file.path, lines.slice(0, at), [], lines.slice(at)));
}

/** A file ends with or without a line end where nothing follows; `random` decides. */
function holeAt(
  path: string,
  above: readonly string[],
  missing: readonly string[],
  below: readonly string[],
  random?: Random,
): Hole {
  const endsLine = below.length > 0 || random === undefined || random.next() < 0.5;
  return {
    path,
    above: joined(above),
    missing: missing.join('\n'),
    below: below.map(line => `\n${line}`).join('') + (endsLine ? '\n' : ''),
    typedAtLeast: 0,
    typedLines: 0,
  };
}

/** The line after the innermost block that line `at` stands in, as indentation tells. */
function blockEnd(lines: readonly string[], paragraph: Paragraph, at: number): number {
  const indentation = indentationOf(lines[at] ?? '');
  let end = at + 1;
  while (end < paragraph.end && indentationOf(lines[end] ?? '') >= indentation) end++;
  return end;
}

/** The closing lines of the blocks that are open at `end`: what the editor has put there by itself. */
function closersAfter(lines: readonly string[], paragraph: Paragraph, end: number): string[] {
  let outer = Infinity;
  return lines.slice(end, paragraph.end).filter(line => {
    const closes = /^ *[})\]]+;?$/.test(line) && indentationOf(line) < outer;
    if (closes) outer = indentationOf(line);
    return closes;
  });
}

/** The function typed once more at the end of the finished file, without its comment. */
function typedAgain(lines: readonly string[], paragraph: Paragraph, at: number): Partial<Hole> | undefined {
  const heading = headingOf(lines, paragraph);
  if (heading === undefined || at < heading.line) return undefined;
  return {
    above: joined(lines) + '\n' + joined(lines.slice(heading.line, at)),
    typedAtLeast: at === heading.line ? heading.clear : 0,
  };
}

/** The function typed in its place, but without its comment. */
function withoutComment(lines: readonly string[], paragraph: Paragraph, at: number): Partial<Hole> | undefined {
  const heading = headingOf(lines, paragraph);
  if (heading === undefined || heading.line === paragraph.start || at < heading.line) return undefined;
  return {
    above: joined([...lines.slice(0, paragraph.start), ...lines.slice(heading.line, at)]),
    // At the line start the comment would come first.
    typedAtLeast: at === heading.line ? 1 : 0,
  };
}

/** Where the function of a paragraph begins, and from which column on its name can be no other of the file. */
function headingOf(lines: readonly string[], { start, end }: Paragraph): { line: number; clear: number } | undefined {
  const heading = /^(?:export )?function (\w+)/;
  const line = lines.findIndex((text, index) => index >= start && index < end && heading.test(text));
  const name = heading.exec(lines[line] ?? '')?.[1];
  if (name === undefined) return undefined;
  const others = lines.map(text => heading.exec(text)?.[1]).filter(other => other !== undefined && other !== name);
  let clear = 2;
  while (others.some(other => other?.startsWith(name.slice(0, clear)))) clear++;
  return { line, clear: (lines[line] ?? '').indexOf(name) + clear };
}

const distinct = (holes: readonly Hole[]): Hole[] => [
  ...new Map(holes.map(hole => [JSON.stringify([hole.above, hole.missing, hole.below]), hole])).values(),
];
