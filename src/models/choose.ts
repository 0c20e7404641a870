import type { Health } from '../shared/engine.ts';
import { Failure } from '../shared/failure.ts';

const servedPurposes = (health: Health): number =>
  Number(!(health.completion instanceof Failure)) + Number(!(health.chat instanceof Failure));

/** What is usual where nothing was set up; all else needs the person. */
const usual: readonly string[] = ['noModel', 'unreachable'];

/**
 * Where none serves anything: the candidate whose reason is worth telling. That is one that a person can mend, a server that
 * is not allowed yet or a model file that is damaged; otherwise the built-in engine's, which set-up mends.
 */
export const mostTelling = <Candidate extends { readonly health: Health }>(
  candidates: readonly Candidate[],
): Candidate | undefined =>
  candidates.find(({ health }) => isUnusual(health.chat) || isUnusual(health.completion)) ??
  candidates.find(({ health }) => health.engine === 'embedded') ??
  candidates[0];

const isUnusual = (model: Health['chat']): boolean => model instanceof Failure && !usual.includes(model.kind);

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
