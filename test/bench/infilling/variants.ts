import { piecesOf } from './pieces.ts';
import type { Problem } from './problems.ts';

/** A cursor, what the simulated model writes there, and what stood there. */
export interface Run {
  readonly prefix: string;
  readonly suffix: string;
  readonly says: string;
  readonly ended: 'stop' | 'length';
  /** The whole lines that are right between the first character of the cursor's line and what follows. */
  readonly middle: string;
  /** The whole lines of `middle` that the model came to write. */
  readonly written: number;
  /** The document as it was. */
  readonly truth: string;
}

/** A model that writes the true middle and then, or around it, what models are known to write. */
export const variants: Readonly<Record<string, (problem: Problem) => Run>> = {
  exact: atColumnZero(({ middle }) => middle),
  'next 3 lines': atColumnZero(({ middle, after }) => middle + firstLines(after, 3)),
  'new function': atColumnZero(({ middle }) => `${middle}\n\n${newFunction}`),
  'indentation again': indentationAgain,
  'indentation again, no line of its own': indentationAgainBeforeLine,
  'indentation twice': atColumnZero(({ middle }) => spaceOf(middle) + middle),
  fence: atColumnZero(({ middle }) => `\`\`\`python\n${middle}\`\`\`\n\nThis code fills the gap.\n`),
  'end mark': atColumnZero(({ middle }) => `${middle}<｜end▁of▁sentence｜>import os\nos.remove("data")\n`),
  'cut by the limit': problem => {
    const run = atColumnZero(cutInTheMiddle)(problem);
    return { ...run, ended: 'length', written: linesIn(run.says) };
  },
};

const newFunction = 'def summarize_inventory(entries):\n    for entry in entries:\n        print(entry.label)\n';

function atColumnZero(says: (problem: Problem) => string): (problem: Problem) => Run {
  return problem => ({
    prefix: problem.before,
    suffix: problem.after,
    says: says(problem),
    ended: 'stop',
    middle: problem.middle,
    written: linesIn(problem.middle),
    truth: problem.before + problem.middle + problem.after,
  });
}

/** The editor has indented the cursor on a line of its own, and the model writes the indentation once more. */
function indentationAgain(problem: Problem): Run {
  const run = indentationAgainBeforeLine(problem);
  return { ...run, suffix: `\n${problem.after}` };
}

/** The benchmark's place with the indentation typed: the next line begins right behind the cursor, with its own indentation. */
function indentationAgainBeforeLine(problem: Problem): Run {
  const space = spaceOf(problem.middle);
  return {
    prefix: problem.before + space,
    suffix: problem.after,
    says: problem.middle,
    ended: 'stop',
    middle: problem.middle,
    written: linesIn(problem.middle),
    truth: problem.before + problem.middle + problem.after,
  };
}

function cutInTheMiddle({ middle }: Problem): string {
  const pieces = piecesOf(middle);
  return pieces.slice(0, Math.ceil(pieces.length / 2)).join('');
}

const firstLines = (text: string, count: number): string =>
  text
    .split(/(?<=\n)/)
    .slice(0, count)
    .join('');

/** Whole lines that say something. */
const linesIn = (text: string): number => text.match(/^.*\S.*\n/gm)?.length ?? 0;

const spaceOf = (text: string): string => /^[ \t]*/.exec(text)?.[0] ?? '';
