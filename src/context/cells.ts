import { linesOf } from './lines.ts';
import { tokensIn } from './tokens.ts';

export interface Cell {
  readonly kind: 'code' | 'markdown';
  readonly languageId: string;
  readonly text: string;
}

/** How a line comment begins. Markdown cells are left out where a language is not listed. */
const commentMarks: Readonly<Record<string, string>> = {
  python: '#',
  r: '#',
  julia: '#',
  ruby: '#',
  shellscript: '#',
  powershell: '#',
  sql: '--',
  haskell: '--',
  lua: '--',
  javascript: '//',
  typescript: '//',
  csharp: '//',
  fsharp: '//',
  java: '//',
  kotlin: '//',
  scala: '//',
  go: '//',
  rust: '//',
  cpp: '//',
  c: '//',
};

/**
 * What the cells before `index` say in the language of that cell: code of the language as it is, Markdown as comments, each
 * with a blank line after it. Whole cells, the nearest ones that fit the budget together, so that the text changes only when a
 * cell does; of the nearest its last lines if it alone is too long.
 */
export function cellsBefore(cells: readonly Cell[], index: number, budgetTokens: number): string {
  const languageId = cells[index]?.languageId ?? '';
  const texts = cells.slice(0, Math.max(0, index)).map(cell => textIn(languageId, cell));
  let before = '';
  for (const text of texts.filter(one => one !== '').toReversed()) {
    if (tokensIn(text + before) > budgetTokens) return before === '' ? lastLines(text, budgetTokens) : before;
    before = text + before;
  }
  return before;
}

function textIn(languageId: string, cell: Cell): string {
  const text = cell.text.replaceAll('\r\n', '\n').trimEnd();
  if (text === '') return '';
  if (cell.kind === 'code') return cell.languageId === languageId ? `${text}\n\n` : '';
  const mark = commentMarks[languageId];
  if (mark === undefined) return '';
  const comment = text.split('\n').map(line => `${mark} ${line}`.trimEnd());
  return `${comment.join('\n')}\n\n`;
}

function lastLines(text: string, budgetTokens: number): string {
  let kept = '';
  for (const line of linesOf(text).toReversed()) {
    if (tokensIn(line + kept) > budgetTokens) break;
    kept = line + kept;
  }
  return kept;
}
