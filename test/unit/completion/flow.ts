import assert from 'node:assert/strict';
import { Completer } from '../../../src/completion/complete.ts';
import type { CompletionRequest, Outcome } from '../../../src/completion/request.ts';
import type { CompletionModel } from '../../../src/completion/model.ts';
import type { Pause } from '../../../src/completion/pause.ts';
import { type Window, windowAround } from '../../../src/context/window.ts';
import { families } from '../../../src/models/families.ts';
import type { Generator } from '../../../src/shared/engine.ts';
import type { Failure } from '../../../src/shared/failure.ts';
import { type Script, ScriptedEngine } from '../../fakes/scriptedEngine.ts';

/** A request at the "║" of a text. */
export function requestAt(marked: string, changes: Partial<CompletionRequest> = {}): CompletionRequest {
  const offset = marked.indexOf('║');
  if (offset < 0) throw new Error('the text has no ║');
  return {
    document: { path: 'src/a.ts', languageId: 'typescript', text: marked.replace('║', '') },
    offset,
    trigger: 'manual',
    indent: { insertSpaces: true, tabSize: 2 },
    eol: '\n',
    maxLines: 12,
    ...changes,
  };
}

export const windowAt = (marked: string): Window => {
  const { document, offset } = requestAt(marked);
  return windowAround(document, offset);
};

/** What a completer reaches: an engine with a model that fills in the middle. */
export function coderOn(engine: Generator): CompletionModel {
  const family = families.find(one => one.id === 'deepseek-coder');
  if (family === undefined) throw new Error('families.ts has no row "deepseek-coder"');
  return { engine, family };
}

export const never = new AbortController().signal;
export const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** A completer on an engine that says the same to every request, without a pause. */
export function saying(text: string, script: Partial<Script> = {}, size = 3) {
  const engine = new ScriptedEngine({ script: () => ({ text, ...script }), size });
  return { engine, completer: completerOn(engine) };
}

/** Time for a person who never rests: what is left for quiet moments does not happen. */
export const restless: Pause = async (ms, signal) => {
  signal.throwIfAborted();
  if (ms >= 300) await new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason)));
};

export const completerOn = (engine: ScriptedEngine): Completer =>
  new Completer({ reach: async () => coderOn(engine), pause: restless });

/** A completer on an engine that thinks for ever: only an abort ends a request. */
export function thinkingForEver() {
  const engine = new ScriptedEngine({ script: () => ({ text: 'late();' }), beat: () => new Promise(() => {}) });
  return { engine, completer: completerOn(engine) };
}

/** The text of the ghost text, or why there is none. */
export const told = (outcome: Outcome): string => {
  switch (outcome.kind) {
    case 'shown':
      return `${outcome.from}: ${outcome.suggestion.insert}`;
    case 'nothing':
      return outcome.why;
    case 'failed':
      return `failed: ${outcome.failure.kind}`;
  }
};

export const failureOf = (outcome: Outcome): Failure => {
  assert(outcome.kind === 'failed');
  return outcome.failure;
};
