import { ReplayedEditor } from './replayedEditor.ts';
import { type Key, type Session, parseSession } from './session.ts';
import { type Work, evaluatedIn, tokensOf } from './simulatedEngine.ts';
import { trafficOf } from './traffic.ts';

/** The task `replay`: a row for each request to the engine, then the summary. Throws BadInput for a bad session. */
export async function replaySession(input: unknown, write: (row: object) => void): Promise<void> {
  const session = parseSession(input);
  const editor = await replayed(session);
  for (const work of editor.works) write(rowOf(work, editor));
  write({ summary: summaryOf(session, editor) });
}

/** A person at the keys of the session. Throws the Failure of the completion flow, should one happen. */
export async function replayed(session: Session): Promise<ReplayedEditor> {
  const editor = new ReplayedEditor(session);
  for (const [at, keys] of strokesOf(session.keys)) {
    await editor.advanceTo(at);
    editor.press(keys);
  }
  await editor.finish();
  return editor;
}

/** Keys of the same time are one stroke. */
const strokesOf = (keys: readonly Key[]): Map<number, Key[]> =>
  Map.groupBy(
    keys.toSorted((one, other) => one.at - other.at),
    key => key.at,
  );

const rowOf = (work: Work, { shown }: ReplayedEditor): object => ({
  at: rounded(work.at),
  prompt: work.prompt,
  generated: work.generated,
  shown: shown.get(work) ?? null,
  aborted: work.aborted,
  ms: rounded(work.ms),
  evaluated: evaluatedIn(work),
  cache: work.cache,
});

function summaryOf({ keys }: Session, editor: ReplayedEditor): object {
  const { works, shown, accepted } = editor;
  const { evaluatedPerStroke, halfAgain, ...traffic } = trafficOf(editor);
  return {
    keys: keys.length,
    requests: works.length,
    shown: shown.size,
    accepted,
    evaluatedTokensPerKey: rounded(sum(works.map(evaluatedIn)) / Math.max(keys.length, 1)),
    wastedTokens: sum(works.map(work => wastedOf(work, editor))),
    evaluatedPerStroke: { mean: rounded(evaluatedPerStroke.mean), p95: evaluatedPerStroke.p95 },
    requestsPer100Keys: rounded((works.length / Math.max(keys.length, 1)) * 100),
    largestPrompt: traffic.largestPrompt,
    generatedAfterAbort: traffic.generatedAfterAbort,
    halfAgainPer32Lines: rounded(halfAgain.per32Lines),
    halfAgainAtNewPlaces: halfAgain.atNewPlaces,
  };
}

/** Tokens that were written and that the person never saw. */
const wastedOf = (work: Work, { shown }: ReplayedEditor): number =>
  Math.max(work.generatedTokens - tokensOf(shown.get(work) ?? '').length, 0);

const sum = (numbers: readonly number[]): number => numbers.reduce((soFar, number) => soFar + number, 0);
const rounded = (number: number): number => Math.round(number * 100) / 100;
