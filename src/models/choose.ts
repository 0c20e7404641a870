import type { Health } from '../shared/engine.ts';
import { Failure } from '../shared/failure.ts';

const servedPurposes = (health: Health): number =>
  Number(!(health.completion instanceof Failure)) + Number(!(health.chat instanceof Failure));

/**
 * The rule of "auto": of the candidates in their order of preference, the first that serves both completion and chat, else
 * the first that serves one of them. Undefined when none serves anything.
 */
export function chooseEngine<Candidate extends { readonly health: Health }>(
  candidates: readonly Candidate[],
): Candidate | undefined {
  return (
    candidates.find(({ health }) => servedPurposes(health) === 2) ??
    candidates.find(({ health }) => servedPurposes(health) === 1)
  );
}
