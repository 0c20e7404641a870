import { resolve } from 'node:path';
import { z } from 'zod';

/** What a stage of `npm test` came to. */
export interface Tally {
  readonly passed: number;
  /** One line for each test that failed, was skipped or did not come to run. */
  readonly failures: readonly string[];
}

export const oneFailure = (why: string): Tally => ({ passed: 0, failures: [why] });

/** A stage that ran nothing has shown nothing. */
export const orNothingRan = (tally: Tally): Tally =>
  tally.passed === 0 && tally.failures.length === 0 ? oneFailure('no test ran') : tally;

interface TestEvent {
  readonly name: string;
  readonly nesting: number;
  readonly file?: string;
  readonly skip?: string | boolean;
  readonly todo?: string | boolean;
  readonly details?: { readonly type?: string };
}

export type RunnerEvent =
  | { readonly type: 'test:pass' | 'test:fail'; readonly data: TestEvent }
  | { readonly type: string; readonly data: unknown };

const isResult = (event: RunnerEvent): event is Extract<RunnerEvent, { data: TestEvent }> =>
  event.type === 'test:pass' || event.type === 'test:fail';

/** A file in which no test reported is reported itself, as a test with the file's name: also one that ended with exit(0). */
const isFileItself = ({ name, nesting, file }: TestEvent): boolean =>
  nesting === 0 && file !== undefined && resolve(name) === file;

/** Why the result of a test counts as a failure; undefined when it passed. */
function whyNot(type: string, data: TestEvent): string | undefined {
  if (type === 'test:fail') return data.name;
  if (isFileItself(data)) return `${data.name}: no test in it ran to its end`;
  if (data.skip) return `${data.name}: skipped`;
  if (data.todo) return `${data.name}: still to do`;
  return undefined;
}

/** Counts what node:test reports. Suites are not counted, their tests are; a skipped test is a failure here. */
export async function tallyOf(events: AsyncIterable<RunnerEvent> | Iterable<RunnerEvent>): Promise<Tally> {
  let passed = 0;
  const failures: string[] = [];
  for await (const event of events) {
    if (!isResult(event) || event.data.details?.type === 'suite') continue;
    const why = whyNot(event.type, event.data);
    if (why === undefined) passed += 1;
    else failures.push(why);
  }
  return { passed, failures };
}

const tallySchema = z.object({ passed: z.number(), failures: z.array(z.string()) });

export const parseTally = (text: string): Tally => tallySchema.parse(JSON.parse(text));

/** Counts reports in the xUnit format, one a file. */
export function tallyOfXunit(reports: readonly string[]): Tally {
  const count = (report: string, attribute: string): number =>
    Number(new RegExp(`${attribute}="(\\d+)"`).exec(report)?.[1] ?? 0);
  const failedIn = (report: string): number => count(report, 'failures') + count(report, 'errors');
  return {
    passed: reports.reduce((sum, report) => sum + count(report, 'tests') - failedIn(report), 0),
    failures: reports.flatMap(report =>
      Array.from({ length: failedIn(report) }, () => / name="([^"]*)"/.exec(report)?.[1] ?? 'an unnamed test'),
    ),
  };
}
