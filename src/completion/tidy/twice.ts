import type { Place } from '../place.ts';
import { columnsOf, insideAt, isBlank, languageAt, scanBefore } from './lines.ts';
import { unmatched } from './scan.ts';

/**
 * Whether a first line `columns` deep has its indentation twice: so deep no statement can stand here, and half as deep
 * one can. Only where nothing but indentation makes blocks, and not where a line goes on from the one above.
 */
export function isIndentedTwice(columns: number, place: Place): boolean {
  if (languageAt(place).isLayout !== true || insideAt(place) !== undefined) return false;
  const isInBracket = unmatched(scanBefore(place).brackets).openers.length > 0;
  const statements = statementsIn(place.window.above, place);
  const above = statements.at(-1);
  if (isInBracket || above === undefined || above.text.endsWith('\\') || columns <= above.columns) return false;
  const all = [...statements, ...statementsIn(place.window.below, place)];
  if (!above.opens) return all.some(other => other.columns === columns / 2);
  const steps = new Set(all.flatMap((one, index) => (one.opens ? [(all[index + 1]?.columns ?? 0) - one.columns] : [])));
  const isBody = columns / 2 > above.columns && steps.has(columns / 2 - above.columns);
  return isBody && !steps.has(columns - above.columns);
}

interface Statement {
  readonly text: string;
  readonly columns: number;
  readonly opens: boolean;
}

const statementsIn = (text: string, { indent }: Place): readonly Statement[] =>
  text
    .split('\n')
    .filter(line => !isBlank(line) && !/^\s*#/.test(line))
    .map(line => ({
      text: line,
      columns: columnsOf(line, indent.tabSize),
      opens: /:\s*(?:#.*)?$/.test(line),
    }));
