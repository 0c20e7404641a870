import { readdirSync, readFileSync } from 'node:fs';
import type { DocumentText } from '../../src/context/window.ts';

export const sampleFolder = new URL('../sample/', import.meta.url);

/** The line of plan.ts after which the sample leaves a function for the newcomer to finish, and the lines that finish it. */
const unfinishedAfter = '  // Try every minute until midnight.\n';
const finish = `  for (let time = earliest; time < minutesInDay; time++) {
    if (maySail(boat, harbour, time)) {
      return time;
    }
  }
`;

const read = (path: string): DocumentText => ({
  path,
  languageId: 'typescript',
  text: readFileSync(new URL(path, sampleFolder), 'utf8'),
});

/** The source files as they lie in the sample workspace. */
export const sampleFiles: readonly DocumentText[] = readdirSync(new URL('src/', sampleFolder))
  .sort()
  .map(name => read(`src/${name}`));

/** The source files as they are when everything is written: what completions lead to. */
export const finishedFiles: readonly DocumentText[] = sampleFiles.map(file => ({
  ...file,
  text: file.text.replace(unfinishedAfter, unfinishedAfter + finish),
}));

/** The lines of a text that ends with a line end. */
export const linesOf = (text: string): string[] => text.replace(/\n$/, '').split('\n');

/** Each line with a line end. */
export const joined = (lines: readonly string[]): string => lines.map(line => `${line}\n`).join('');

export const indentationOf = (line: string): number => line.length - line.trimStart().length;

/** Lines of a top-level declaration, counted from 0; `end` is the line after the last. */
export interface Paragraph {
  readonly start: number;
  readonly end: number;
}

/** The sample has no blank line inside a declaration, so paragraphs are declarations (or groups of short ones). */
export function paragraphsOf(lines: readonly string[]): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let start = 0;
  for (let line = 0; line <= lines.length; line++) {
    if (lines[line] !== undefined && lines[line] !== '') continue;
    if (line > start) paragraphs.push({ start, end: line });
    start = line + 1;
  }
  return paragraphs;
}

export interface SelectedFunction {
  readonly path: string;
  /** First and last line with the doc comment, and the line of the function itself; counted from 1. */
  readonly startLine: number;
  readonly functionLine: number;
  readonly endLine: number;
}

/** Where a top-level function of the sample lies. */
export function locateFunction(name: string): SelectedFunction {
  const heading = new RegExp(`^(export )?function ${name}\\(`);
  for (const file of sampleFiles) {
    const lines = file.text.split('\n');
    const at = lines.findIndex(line => heading.test(line));
    const paragraph = paragraphsOf(lines).find(({ start, end }) => start <= at && at < end);
    if (paragraph === undefined) continue;
    return { path: file.path, startLine: paragraph.start + 1, functionLine: at + 1, endLine: paragraph.end };
  }
  throw new Error(`The sample has no function ${name}.`);
}
