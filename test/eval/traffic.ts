import type { ReplayedEditor, Stroke } from './replayedEditor.ts';
import { type Work, evaluatedIn } from './simulatedEngine.ts';

/** What a session costs the engine. */
export interface Traffic {
  /** Prompt tokens evaluated between a stroke and the next one, by whatever request. */
  readonly evaluatedPerStroke: { readonly mean: number; readonly p95: number };
  /** Tokens of the longest prompt as the product counts them. */
  readonly largestPrompt: number;
  /** Tokens begun while nobody waited for an answer any more. */
  readonly generatedAfterAbort: number;
  /** Requests with the full prompt that evaluated more than half of it. The short ones of the second cache are there for that. */
  readonly halfAgain: { readonly per32Lines: number; readonly atNewPlaces: number };
}

/** So far away that the cursor is in no hole that a prompt had. */
const farLines = 8;

/** Fewer lines say nothing about how often something happens. */
const fewestLines = 32;

export function trafficOf({ works, strokes }: Pick<ReplayedEditor, 'works' | 'strokes'>): Traffic {
  const perStroke = evaluatedPerStroke(works, strokes).toSorted((one, other) => one - other);
  const lines = strokes.reduce((sum, stroke) => sum + stroke.lines, 0);
  const again = works.filter(work => work.cache === 'main' && evaluatedIn(work) > work.promptTokens / 2);
  const expected = again.filter(work => isAtNewPlace(work, works, strokes));
  return {
    evaluatedPerStroke: {
      mean: perStroke.reduce((sum, tokens) => sum + tokens, 0) / Math.max(perStroke.length, 1),
      p95: perStroke[Math.ceil(perStroke.length * 0.95) - 1] ?? 0,
    },
    largestPrompt: Math.max(0, ...works.map(work => work.budgetTokens)),
    generatedAfterAbort: works.reduce((sum, work) => sum + work.unwantedTokens, 0),
    halfAgain: {
      per32Lines: ((again.length - expected.length) * 32) / Math.max(lines, fewestLines),
      atNewPlaces: expected.length,
    },
  };
}

function evaluatedPerStroke(works: readonly Work[], strokes: readonly Stroke[]): number[] {
  const tokens = strokes.map(() => 0);
  for (const evaluation of works.flatMap(work => work.evaluations)) {
    const stroke = strokes.findLastIndex(({ at }) => at <= evaluation.at);
    tokens[stroke] = (tokens[stroke] ?? 0) + evaluation.tokens;
  }
  return tokens;
}

/** No request to this cache has read its prompt to the end since the session began or the cursor went far away. */
function isAtNewPlace(work: Work, works: readonly Work[], strokes: readonly Stroke[]): boolean {
  const since = strokes.findLast(({ at, moved }) => at <= work.at && moved > farLines)?.at ?? 0;
  return !works
    .slice(0, works.indexOf(work))
    .some(other => other.cache === work.cache && other.at >= since && other.isRead);
}
