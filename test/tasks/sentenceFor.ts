import { Failure, type FailureKind } from '../../src/shared/failure.ts';

/** What can be wrong with models named on the command line. In the editor, editor/tell.ts has the words. */
const sentences: { readonly [kind in FailureKind]?: string } = {
  modelMissing: 'The model file does not exist.',
  notGguf: 'The model file is not a GGUF file.',
  modelBroken: 'The model file is damaged or incomplete.',
  modelUnsupported: 'The engine does not know this kind of model.',
  wrongModel: 'The model cannot be used for this: completion takes a DeepSeek-Coder base model, chat a DeepSeek-R1.',
  notEnoughMemory: 'There is not enough memory for the model.',
  engineCannotStart: 'The engine cannot be started.',
};

/** A line for the terminal, with the facts: paths, names. */
export function sentenceFor(error: unknown): string {
  if (!(error instanceof Failure)) return error instanceof Error ? error.message : String(error);
  const facts = Object.entries(error.facts).map(([name, value]) => `${name}: ${value}`);
  return [sentences[error.kind] ?? error.kind, ...facts].join('\n  ');
}
