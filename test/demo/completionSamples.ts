import { freshHole } from '../../src/completion/pin.ts';
import { normalBudget } from '../../src/context/budget.ts';
import { cutAt, type DocumentText } from '../../src/context/window.ts';
import { families, type FillInMiddle } from '../../src/models/families.ts';
import { fillInMiddlePrompt } from '../../src/prompt/fillInMiddle.ts';
import type { Prompt } from '../../src/shared/engine.ts';
import { openBrackets } from './brackets.ts';
import type { Random } from './random.ts';
import { finishedFiles, paragraphsOf, sampleFiles, type Paragraph } from './sample.ts';

/**
 * One state of a document and what a person may have typed on the cursor's line so far. All continuations of one sample
 * share the prompt up to the end mark, so the trainer reads that part once for all of them.
 */
export interface CompletionSample {
  readonly prompt: Prompt;
  readonly continuations: readonly Continuation[];
}

export interface Continuation {
  /** What is already typed on the cursor's line. */
  readonly typed: string;
  /** What is to come. */
  readonly target: string;
  /** The target goes on after its end here: no end mark is taught. */
  readonly open: boolean;
}

/** A document with a hole: what is missing between `above` and `below` is what the model has to write. */
interface Hole {
  readonly path: string;
  /** Whole lines before the cursor's line. */
  readonly above: string;
  /** From the start of the cursor's line on. */
  readonly missing: string;
  readonly below: string;
  /** A cursor nearer to the line start than this could mean several things: it is not taught. */
  readonly typedAtLeast: number;
}

export function completionSamples(marks: FillInMiddle, rounds: number, random: Random): CompletionSample[] {
  const samples: CompletionSample[] = [];
  const unfinished = sampleFiles.filter((file, index) => file.text !== finishedFiles[index]?.text);
  for (let round = 0; round < rounds; round++) {
    for (const file of finishedFiles) {
      samples.push(...holesOf(file, random).map(hole => sampleOf(hole, marks, random)));
      samples.push(...bracketSamples(file, marks, random));
      samples.push(...completeSamples(file, marks, random));
    }
    for (const file of unfinished) samples.push(...unfinishedSamples(file, marks, random));
  }
  return samples;
}

/** Every line with a word on it, missing together with more or less of what follows. */
function holesOf(file: DocumentText, random: Random): Hole[] {
  const lines = file.text.replace(/\n$/, '').split('\n');
  return paragraphsOf(lines).flatMap(paragraph =>
    [...lines.slice(paragraph.start, paragraph.end).keys()].flatMap(index =>
      holesAt(file.path, lines, paragraph, paragraph.start + index, random),
    ),
  );
}

function holesAt(path: string, lines: readonly string[], paragraph: Paragraph, at: number, random: Random): Hole[] {
  const above = joined(lines.slice(0, at));
  const whole: Hole = { path, above, missing: '', below: '', typedAtLeast: 0 };
  const cutTo = (end: number, below: readonly string[]): Hole => ({
    ...whole,
    missing: lines.slice(at, end).join('\n'),
    below: below.map(line => `\n${line}`).join('') + (below.length > 0 || random.next() < 0.5 ? '\n' : ''),
  });
  const end = blockEnd(lines, paragraph, at);
  const closers = closersAfter(lines, paragraph, end);
  const after = lines.slice(paragraph.end);
  const holes = [
    cutTo(at + 1, lines.slice(at + 1)),
    cutTo(end, [...closers, ...after]),
    cutTo(paragraph.end, after),
    cutTo(paragraph.end, []),
  ];
  const again = typedAgain(lines, paragraph, at);
  if (again !== undefined) holes.push({ ...cutTo(paragraph.end, []), ...again });
  const bare = withoutComment(lines, paragraph, at);
  if (bare !== undefined) holes.push({ ...cutTo(paragraph.end, random.next() < 0.5 ? [] : after), ...bare });
  return distinct(holes);
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

function sampleOf(hole: Hole, marks: FillInMiddle, random: Random): CompletionSample {
  const line = firstLine(hole.missing);
  const cuts = cutsOf(line).filter(cut => cut >= hole.typedAtLeast);
  const full = hole.typedAtLeast > 0 ? (cuts[0] ?? line.length) : 0;
  const rest = hole.missing.slice(line.length, line.length + 1);
  return {
    prompt: promptOf(hole, '', marks),
    continuations: [
      { typed: line.slice(0, full), target: hole.missing.slice(full), open: false },
      // The line itself teaches the cut; how the lines after it go on, the first continuation teaches.
      ...random.some(cuts, 7).map(cut => ({
        typed: line.slice(0, cut),
        target: line.slice(cut) + rest,
        open: rest !== '',
      })),
    ],
  };
}

/** The editor has closed the brackets and quotes that were typed: the target ends where the innermost of them closes. */
function bracketSamples(file: DocumentText, marks: FillInMiddle, random: Random): CompletionSample[] {
  const samples: CompletionSample[] = [];
  for (const hole of holesOf(file, random)) {
    const line = firstLine(hole.missing);
    const regions = new Map<string, { closers: string; continuations: Continuation[] }>();
    for (const cut of cutsOf(line)) {
      if (cut < hole.typedAtLeast) continue;
      const open = openBrackets(line, cut);
      if (open.closers === '' || open.innermostEnd <= cut) continue;
      const key = `${open.closers} ${open.innermostEnd}`;
      const region = regions.get(key) ?? { closers: open.closers, continuations: [] };
      region.continuations.push({ typed: line.slice(0, cut), target: line.slice(cut, open.innermostEnd), open: false });
      regions.set(key, region);
    }
    // One region of a line in each document is enough: the rounds bring the others.
    for (const region of random.some([...regions.values()], 1)) {
      samples.push({
        prompt: promptOf(hole, region.closers, marks),
        continuations: random.some(region.continuations, 8),
      });
    }
  }
  return random.some(samples, Math.ceil(samples.length / 2));
}

/** An empty line where nothing is missing: the model learns to stay silent. */
function completeSamples(file: DocumentText, marks: FillInMiddle, random: Random): CompletionSample[] {
  const lines = file.text.replace(/\n$/, '').split('\n');
  const inside = [...lines.keys()].filter(at => at > 0 && lines[at] !== '' && lines[at - 1] !== '');
  return random.some(inside, 1).map(at => {
    const indentation = ' '.repeat(Math.max(indentationOf(lines[at] ?? ''), indentationOf(lines[at - 1] ?? '')));
    const hole: Hole = {
      path: file.path,
      above: joined(lines.slice(0, at)),
      missing: '',
      below: `\n${joined(lines.slice(at))}`,
      typedAtLeast: 0,
    };
    return {
      prompt: promptOf(hole, '', marks),
      continuations: [{ typed: indentation, target: '', open: false }],
    };
  });
}

/** The function that the sample leaves unfinished, with more and more of it written. */
function unfinishedSamples(file: DocumentText, marks: FillInMiddle, random: Random): CompletionSample[] {
  const finished = finishedFiles.find(({ path }) => path === file.path)?.text.split('\n') ?? [];
  const now = file.text.split('\n');
  const start = now.findIndex((line, index) => line !== finished[index]);
  const end = start + finished.length - now.length;
  const samples: CompletionSample[] = [];
  for (let at = start; at < end; at++) {
    const block = Math.min(end, blockEnd(finished, { start, end }, at));
    const closers = closersAfter(finished, { start, end }, block);
    for (const below of [finished.slice(end), [...closers, ...finished.slice(end)]]) {
      const to = below.length > finished.length - end ? block : end;
      const hole: Hole = {
        path: file.path,
        above: joined(finished.slice(0, at)),
        missing: finished.slice(at, to).join('\n'),
        below: `\n${below.join('\n')}`,
        typedAtLeast: 0,
      };
      samples.push(sampleOf(hole, marks, random));
    }
  }
  return [...samples, ...samples.slice(0, 2)];
}

/** The demo coder sees less of a document than its big sisters. */
const demoBudget = families.find(family => family.id === 'demo-coder')?.budget ?? normalBudget;

/** The prompt as the extension builds it, for a cursor at the start of the hole's line. */
function promptOf(hole: Hole, lineAfter: string, marks: FillInMiddle): Prompt {
  const document = { path: hole.path, languageId: 'typescript', text: hole.above + lineAfter + hole.below };
  return fillInMiddlePrompt(freshHole(cutAt(document, hole.above.length), [], demoBudget), marks).slice(0, -1);
}

/** Where people pause: after the indentation, before and after each word, and after its first three characters. */
export function cutsOf(line: string): number[] {
  const cuts = new Set<number>([indentationOf(line)]);
  for (const word of line.matchAll(/\w+|[^\w\s]/g)) {
    for (const typed of [0, 1, 2, 3, word[0].length]) cuts.add(word.index + Math.min(typed, word[0].length));
  }
  return [...cuts].filter(cut => cut > 0).sort((one, other) => one - other);
}

const indentationOf = (line: string): number => line.length - line.trimStart().length;
const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
const joined = (lines: readonly string[]): string => lines.map(line => `${line}\n`).join('');

const distinct = (holes: readonly Hole[]): Hole[] => [
  ...new Map(holes.map(hole => [JSON.stringify([hole.above, hole.missing, hole.below]), hole])).values(),
];
