import { headOf, membersOf } from './bodies.ts';
import { isBlank, linesOf } from './lines.ts';

/** Lines of a type or a class that are shown whole; also the most that any signature has. */
const wholeLines = 30;

/** Nothing but its members tells what such a definition is: a type, or a value in braces. */
const container =
  /^(?:[\w@]+(?:\([^)]*\))?\s+)*?(?:class|interface|enum|struct|trait|impl|object|record|namespace|module|union|protocol|type)\b/;

const byIndentation: readonly string[] = ['python', 'cython'];

/** Languages whose bodies end with a word: the first line is all of a signature that can be told without their grammar. */
const byWords: readonly string[] = ['ruby', 'lua', 'elixir', 'julia', 'shellscript'];

/** What a definition looks like from outside: its signature without the body, a type or a small class whole. Whole lines. */
export function signatureOf(text: string, languageId: string): string {
  const lines = linesOf(unindented(text.replaceAll('\r\n', '\n')));
  const start = lines.find(line => !isBlank(line) && !isAside(line)) ?? '';
  const isContainer = container.test(start) || /=\s*\{\s*$/.test(start);
  if (isContainer && lines.length <= wholeLines) return lines.join('');
  return linesOf(outline(lines, languageId, isContainer))
    .slice(0, wholeLines)
    .join('');
}

function outline(lines: readonly string[], languageId: string, isContainer: boolean): string {
  if (byIndentation.includes(languageId)) return pythonOutline(linesOf(lines.join('').replaceAll(docstring, '')));
  if (byWords.includes(languageId)) return lines.slice(0, 1).join('');
  return (isContainer ? membersOf : headOf)(lines.join(''))
    .split('\n')
    .map(line => line.trimEnd())
    .filter(line => line !== '')
    .map(line => `${line}\n`)
    .join('');
}

/** A comment or a decorator before the definition proper. */
const isAside = (line: string): boolean => /^\s*(?:\/\/|\/\*|\*|#|@\w+(?:\([^)]*\))?\s*$)/.test(line);

/** A definition inside a class stands indented: outside of it, it reads better without. */
function unindented(text: string): string {
  const indent = /^[ \t]*/.exec(text)?.[0] ?? '';
  return indent === '' ? text : text.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
}

/** It can be longer than all heads together. */
const docstring = /^[ \t]*[rub]?("""|''')[^]*?\1[ \t]*\n/gim;

/** The heads of a Python definition and of what is defined right inside it, with "..." for each function's body. */
function pythonOutline(lines: readonly string[]): string {
  const kept: string[] = [];
  const inner = /^[ \t]+/.exec(lines.find(line => /^[ \t]+\S/.test(line)) ?? '')?.[0] ?? ' ';
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const head = /^[ \t]*(?:async\s+)?(?:def|class)\b/.test(line) ? headFrom(lines, at) : [line];
    const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
    const isOutside = indent === '' || (indent === inner && lines[0]?.startsWith('class'));
    if (isOutside && !isBlank(line)) kept.push(...(isFunction(line) ? stub(head) : head));
    at += head.length;
  }
  return kept.join('');
}

const isFunction = (line: string): boolean => /^[ \t]*(?:async\s+)?def\b/.test(line);

/** The lines of a head, which ends with the line whose last sign is ":". */
function headFrom(lines: readonly string[], at: number): readonly string[] {
  const end = lines.findIndex((line, index) => index >= at && /:\s*(?:#.*)?$/.test(line));
  return lines.slice(at, end < 0 ? at + 1 : end + 1);
}

const stub = (head: readonly string[]): readonly string[] =>
  head.map((line, index) => (index === head.length - 1 ? line.replace(/:\s*(?:#.*)?\n$/, ': ...\n') : line));
