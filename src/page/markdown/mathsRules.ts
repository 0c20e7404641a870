import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it';

/**
 * R1 writes maths as \( … \), \[ … \], $$ … $$ and \boxed{…}. Markdown would take the backslashes for escapes, * and _ inside
 * for emphasis and lines that begin with "-" for lists. A single dollar is money or a shell's variable, never maths.
 */
export function keepMaths(markdown: MarkdownIt): MarkdownIt {
  markdown.block.ruler.before('fence', 'maths', readBlock, { alt: ['paragraph', 'reference', 'blockquote', 'list'] });
  markdown.inline.ruler.before('escape', 'maths', readInline);
  return markdown;
}

const closings: Readonly<Record<string, string>> = { '\\(': '\\)', '\\[': '\\]', $$: '$$' };

/**
 * A formula that begins a line and ends one. Without its end it is text up to the next empty line, and no Markdown is looked
 * for in it: while a formula is being written, nothing of it becomes a list or a heading for a moment.
 */
function readBlock(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;
  const mark = lineAt(state, startLine).slice(0, 2);
  const closing = mark === '\\(' ? undefined : closings[mark];
  if (closing === undefined) return false;
  const end = endOfBlock(state, startLine, endLine, closing);
  if (end === 'inline') return false;
  if (silent) return true;
  const token = state.push(end.isClosed ? 'maths_block' : 'maths_text', '', 0);
  token.content = state.getLines(startLine, end.line, state.blkIndent, false).trim();
  token.map = [startLine, end.line];
  state.line = end.line;
  return true;
}

/** The line after the formula's last; "inline" where words follow the formula on its line. */
function endOfBlock(
  state: StateBlock,
  startLine: number,
  endLine: number,
  closing: string,
): { readonly line: number; readonly isClosed: boolean } | 'inline' {
  for (let line = startLine; line < endLine; line++) {
    const hasLeft = line > startLine && (state.isEmpty(line) || (state.sCount[line] ?? 0) < state.blkIndent);
    if (hasLeft) return { line, isClosed: false };
    const text = lineAt(state, line);
    const at = text.indexOf(closing, line === startLine ? 2 : 0);
    if (at < 0) continue;
    return text.slice(at + 2).trim() === '' ? { line: line + 1, isClosed: true } : 'inline';
  }
  return { line: endLine, isClosed: false };
}

const lineAt = (state: StateBlock, line: number): string =>
  state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);

function readInline(state: StateInline, silent: boolean): boolean {
  const mark = state.src.slice(state.pos, state.pos + 2);
  if (mark === '\\b') return readBoxed(state, silent);
  const closing = closings[mark];
  if (closing === undefined && mark !== '\\)' && mark !== '\\]') return false;
  const end = closing === undefined ? -1 : state.src.indexOf(closing, state.pos + 2);
  const isMaths = end >= 0 && (mark !== '$$' || looksLikeMaths(state.src.slice(state.pos + 2, end)));
  return push(state, silent, isMaths ? 'maths' : 'text', isMaths ? end + 2 : state.pos + 2);
}

/** In a line of prose "$$" is also a shell's own number. */
const looksLikeMaths = (inner: string): boolean => /[\\^_=]/.test(inner) && !inner.includes('\n');

/** The longest \boxed{…} that is read outside of other maths. */
const longestBox = 1000;

function readBoxed(state: StateInline, silent: boolean): boolean {
  const opening = '\\boxed{';
  if (!state.src.startsWith(opening, state.pos)) return false;
  let depth = 1;
  const start = state.pos + opening.length;
  for (let at = start; at < Math.min(state.posMax, start + longestBox); at++) {
    const char = state.src[at];
    if (char === '\\') at += 1;
    else if (char === '{') depth += 1;
    else if (char === '}') depth -= 1;
    if (depth === 0) return push(state, silent, 'maths', at + 1);
  }
  return false;
}

function push(state: StateInline, silent: boolean, type: 'maths' | 'text', end: number): boolean {
  if (end > state.posMax) return false;
  if (!silent) state.push(type, '', 0).content = state.src.slice(state.pos, end);
  state.pos = end;
  return true;
}
