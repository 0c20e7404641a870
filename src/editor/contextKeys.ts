import { commands } from 'vscode';
import { Failure } from '../shared/failure.ts';
import type { EngineState } from './engines.ts';

/** Context keys that package.json's "when" clauses use. */
export type ContextKey = 'deepwell.needsSetUp';

export const setContextKey = (key: ContextKey, value: boolean): void => {
  void commands.executeCommand('setContext', key, value);
};

/** Nothing was ever chosen: the set-up view takes the chat's place. A model that is chosen and broken is told in the chat. */
export const needsSetUp = (state: EngineState): boolean =>
  state.kind === 'found' && isMissing(state.served.chat) && isMissing(state.served.completion);

const isMissing = (served: object): boolean => served instanceof Failure && served.kind === 'noModel';
