/** A problem that the editor shows, with line and column from 1. */
export interface Problem {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
  /** Who found it: "ts", "eslint". */
  readonly source?: string;
}

const weight = { error: 0, warning: 1, information: 2, hint: 3 } as const;

/** One line a problem, those of the active file first, then the worst; the last line says how many were left out. */
export function problemsText(problems: readonly Problem[], activePath: string | undefined, most = 100): string {
  const isElsewhere = ({ path }: Problem): number => (path === activePath ? 0 : 1);
  const lines = problems
    .toSorted(
      (a, b) =>
        isElsewhere(a) - isElsewhere(b) ||
        weight[a.severity] - weight[b.severity] ||
        a.path.localeCompare(b.path) ||
        a.line - b.line ||
        a.column - b.column,
    )
    .slice(0, most)
    .map(lineOf);
  const leftOut = problems.length - lines.length;
  return [...lines, ...(leftOut > 0 ? [`(${leftOut} more problems left out)`] : [])].join('\n');
}

function lineOf({ path, line, column, severity, message, source }: Problem): string {
  const words = message.replace(/\s+/g, ' ').trim();
  return `${path}:${line}:${column} ${severity} ${words}${source === undefined ? '' : ` [${source}]`}`;
}
