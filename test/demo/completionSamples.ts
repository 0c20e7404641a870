import { type Pin, holeIn, pinAtRest, pinFor } from '../../src/completion/pin.ts';
import { type CutText, cutAt } from '../../src/context/window.ts';
import type { Budget, FillInMiddle } from '../../src/models/families.ts';
import { fillInMiddlePrompt } from '../../src/prompt/fillInMiddle.ts';
import type { Prompt } from '../../src/shared/engine.ts';
import { missingLines, nothingMissing, unfinishedBlocks, unwrittenBlocks, type Hole } from './holes.ts';
import type { Random } from './random.ts';
import { finishedFiles, indentationOf, joined } from './sample.ts';

/**
 * One document with a hole in it, and cursors in the hole: on its first line, or on a later one when the lines before it were
 * typed since the hole was pinned. All share the prompt up to the end mark, so the trainer reads that part once for all.
 */
export interface CompletionSample {
  /** Up to the end mark. */
  readonly prompt: Prompt;
  /** All that the hole has to hold. It is taught as a whole, for a cursor at its start. */
  readonly missing: string;
  /** So many characters of it are given and not taught. */
  readonly given: number;
  readonly cursors: readonly Cursor[];
}

export interface Cursor {
  /** Characters of `missing` before the cursor's line. */
  readonly lineStart: number;
  /** What is typed after them. */
  readonly typed: string;
  /** What is to come. */
  readonly target: string;
  /** The target goes on after its end here: no end mark is taught. */
  readonly open: boolean;
}

/** How many cursors of a sample are taught beside the line starts: of a hole at the cursor's line, and of any other. */
const cursorsOfLine = 14;
const cursorsOfBlock = 6;

/** What the prompts are made with. */
export interface Layout {
  readonly marks: FillInMiddle;
  readonly budget: Budget;
}

/** What to complete, and how many samples were left out because another document asks the same and goes on differently. */
export interface CompletionSamples {
  readonly samples: readonly CompletionSample[];
  readonly leftOut: number;
}

export function completionSamples(layout: Layout, rounds: number, random: Random): CompletionSamples {
  const holes = [...Array(rounds)].flatMap(() => [
    ...finishedFiles.flatMap(file => [
      ...someOfEachLine(missingLines(file), random),
      ...random.some(unwrittenBlocks(file, random), linesIn(file.text)),
      ...random.some(nothingMissing(file), 1),
    ]),
    ...unfinishedBlocks(),
  ]);
  const meant = meanings(layout);
  const samples = holes
    .map(hole => ({ ...hole, typedLines: random.pick([0, 0, 4, 6, 8]) }))
    .map(hole => (hole.missing === '' ? silentSample(hole, layout) : sampleOf(hole, layout, random)))
    .filter(sample => (meant.get(JSON.stringify(sample.prompt)) ?? sample.missing) === sample.missing);
  return { samples, leftOut: holes.length - samples.length };
}

/** What is missing in the finished files, by prompt. Where two holes look the same, the first says what they mean. */
function meanings(layout: Layout): ReadonlyMap<string, string> {
  const meant = new Map<string, string>();
  for (const hole of finishedFiles.flatMap(missingLines)) {
    const prompt = JSON.stringify(emptyPrompt(hole, layout));
    meant.set(prompt, meant.get(prompt) ?? hole.missing);
  }
  return meant;
}

/** Of the holes that end with a line, the one at that line and three that are pinned above it. */
function someOfEachLine(holes: readonly Hole[], random: Random): Hole[] {
  const byEnd = Map.groupBy(holes, hole => hole.below);
  return [...byEnd.values()].flatMap(([first, ...pinned]) => [
    ...(first === undefined ? [] : [first]),
    ...random.some(pinned, 3),
  ]);
}

const linesIn = (text: string): number => text.split('\n').length;

function sampleOf(hole: Hole, layout: Layout, random: Random): CompletionSample {
  const cursors = linesWithin(hole, layout).map(line => cursorsOn(line, hole));
  const most = hole.missing.includes('\n') ? cursorsOfBlock : cursorsOfLine;
  return {
    prompt: emptyPrompt(hole, layout),
    missing: hole.missing,
    given: hole.typedAtLeast,
    cursors: [
      ...cursors.flatMap(([start]) => start ?? []),
      ...random.some(
        cursors.flatMap(([, ...inside]) => inside),
        most,
      ),
    ],
  };
}

interface Line {
  readonly start: number;
  readonly text: string;
}

/** The lines of a hole that a person can come to before the extension makes the hole anew. */
function linesWithin(hole: Hole, layout: Layout): Line[] {
  const pin = pinOf(hole, layout);
  const lines: Line[] = [];
  let start = 0;
  for (const text of hole.missing.split('\n')) {
    if (pinFor(pin, cutIn(hole, start + text.length), [], layout.budget) !== pin) break;
    lines.push({ start, text });
    start += text.length + 1;
  }
  return lines;
}

/** The cursors on a line, first the one after its indentation. What a cursor at the line's very start sees, the line above teaches. */
function cursorsOn({ start, text }: Line, { missing, typedAtLeast }: Hole): Cursor[] {
  const open = start + text.length < missing.length;
  return cutsOf(text)
    .filter(cut => start > 0 || cut >= typedAtLeast)
    .map(cut => ({
      lineStart: start,
      typed: text.slice(0, cut),
      target: text.slice(cut) + (open ? '\n' : ''),
      open,
    }));
}

/** An empty line where nothing is missing: the model learns to stay silent. */
function silentSample(hole: Hole, layout: Layout): CompletionSample {
  const [above = ''] = hole.above.split('\n').slice(-2);
  const [, below = ''] = hole.below.split('\n');
  const indentation = ' '.repeat(Math.max(indentationOf(above), indentationOf(below)));
  return {
    prompt: emptyPrompt(hole, layout),
    missing: '',
    given: 0,
    cursors: indentation === '' ? [] : [{ lineStart: 0, typed: indentation, target: '', open: false }],
  };
}

/** The prompt up to the end mark, as the extension builds it. */
const emptyPrompt = (hole: Hole, layout: Layout): Prompt =>
  fillInMiddlePrompt(holeIn(pinOf(hole, layout), cutIn(hole, 0)), layout.marks).slice(0, -1);

/** Who has typed the lines before the hole has a window that begins further up than that of one who has just come there. */
function pinOf(hole: Hole, { budget }: Layout): Pin {
  const fresh = pinFor(undefined, cutIn(hole, 0), [], budget);
  const above = hole.above.split('\n').slice(0, -1);
  if (hole.typedLines === 0 || above.length < hole.typedLines) return fresh;
  const earlier = { ...hole, above: joined(above.slice(0, -hole.typedLines)) };
  const moved = pinAtRest(pinFor(undefined, cutIn(earlier, 0), [], budget), cutIn(hole, 0), [], budget);
  return holeIn(moved, cutIn(hole, 0)).middle === '' ? moved : fresh;
}

/** The document when so many characters of what is missing are typed, cut at the cursor. */
function cutIn(hole: Hole, typed: number): CutText {
  const before = hole.above + hole.missing.slice(0, typed);
  return cutAt({ path: hole.path, languageId: 'typescript', text: before + hole.below }, before.length);
}

/** Where people pause: after the indentation, before and after each word, and after its first three characters. */
export function cutsOf(line: string): number[] {
  const cuts = new Set<number>([indentationOf(line)]);
  for (const word of line.matchAll(/\w+|[^\w\s]/g)) {
    for (const typed of [0, 1, 2, 3, word[0].length]) cuts.add(word.index + Math.min(typed, word[0].length));
  }
  return [...cuts].filter(cut => cut > 0).sort((one, other) => one - other);
}
