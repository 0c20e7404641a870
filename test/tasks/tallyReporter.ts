import { type RunnerEvent, tallyOf } from './tally.ts';

/** For `node --test --test-reporter`: writes the tally of the run as JSON. */
// oxlint-disable-next-line import/no-default-export -- node:test takes the default export of a reporter's file.
export default async function* tallyReporter(events: AsyncIterable<RunnerEvent>): AsyncGenerator<string> {
  yield JSON.stringify(await tallyOf(events));
}
