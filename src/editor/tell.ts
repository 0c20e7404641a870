import { l10n } from 'vscode';
import type { Failure, FailureFacts, FailureKind } from '../shared/failure.ts';
import type { Action, ProblemView } from '../shared/protocol.ts';

/** One sentence that names what is wrong and what to do, and at most one button that leads there. */
interface Told {
  readonly sentence: (facts: FailureFacts) => string;
  readonly action?: Action | ((facts: FailureFacts) => Action);
}

const t = l10n.t;
const fact = (facts: FailureFacts, name: string): string => String(facts[name] ?? '?');

const told: Readonly<Record<FailureKind, Told>> = {
  noModel: {
    sentence: () => t('No model is set up yet. Choose one to begin.'),
    action: 'setUp',
  },
  modelMissing: {
    sentence: facts => t('The model file {0} does not exist. Choose another one.', fact(facts, 'path')),
    action: 'setUp',
  },
  notGguf: {
    sentence: facts => t('{0} is not a GGUF model file. Choose a file that ends in .gguf.', fact(facts, 'path')),
    action: 'setUp',
  },
  modelBroken: {
    sentence: facts => t('The model file {0} is damaged or incomplete. Download it again.', fact(facts, 'path')),
    action: 'setUp',
  },
  modelUnsupported: {
    sentence: facts =>
      t('The built-in engine does not know the architecture of {0}. Choose another model.', modelOf(facts)),
    action: 'setUp',
  },
  wrongModel: {
    sentence: facts =>
      facts['purpose'] === 'chat'
        ? t('{0} is not a reasoning model Deepwell knows. Choose a DeepSeek-R1 model for chat.', modelOf(facts))
        : t('{0} cannot fill in code. Choose a DeepSeek-Coder base model for completion.', modelOf(facts)),
    action: 'setUp',
  },
  modelInCloud: {
    sentence: facts =>
      t('{0} runs in the cloud, so your code would leave this computer. Choose a local model.', modelOf(facts)),
    action: 'setUp',
  },
  notEnoughMemory: {
    sentence: facts =>
      t('{0} needs more memory than is free. Choose a smaller model or context length.', modelOf(facts)),
    action: 'setUp',
  },
  contextOverflow: {
    sentence: facts =>
      'promptTokens' in facts
        ? t(
            'This conversation has {0} tokens and the model holds {1}. Start a new chat or attach less.',
            fact(facts, 'promptTokens'),
            fact(facts, 'contextLength'),
          )
        : t('This conversation is longer than the model can hold. Start a new chat or attach less.'),
  },
  engineCannotStart: {
    sentence: facts =>
      cannotStart[fact(facts, 'reason')]?.() ?? t('The built-in engine could not start: {0}.', fact(facts, 'reason')),
    action: facts => (facts['reason'] === 'not included' ? 'setUp' : 'restartEngine'),
  },
  engineDied: {
    sentence: () => t('The engine ended unexpectedly. What was written so far is kept.'),
    action: 'showLog',
  },
  unreachable: {
    sentence: facts => t('Nothing answers at {0}. Start the server or change its address.', fact(facts, 'address')),
    action: 'openSettings',
  },
  notLocal: {
    sentence: facts =>
      t('{0} is not on this computer, so nothing was sent. Use an address on 127.0.0.1.', fact(facts, 'address')),
    action: 'openSettings',
  },
  serverRefused: {
    sentence: facts => t('The server refused the request ({0}): {1}', fact(facts, 'status'), fact(facts, 'message')),
    action: 'showLog',
  },
  badReply: {
    sentence: () => t('The server’s answer ended in the middle or could not be understood.'),
    action: 'showLog',
  },
  serverTooOld: {
    sentence: facts =>
      t('The server is version {0}; Deepwell needs {1} or newer.', fact(facts, 'version'), fact(facts, 'needed')),
  },
  unexpected: {
    sentence: facts => t('Something went wrong in Deepwell: {0}', fact(facts, 'message')),
    action: 'showLog',
  },
};

/** Reasons the engine's own code gives; others are messages of the system. */
const cannotStart: Readonly<Record<string, () => string>> = {
  'not included': () => t('This package of Deepwell has no built-in engine for this computer. Use Ollama instead.'),
  'ended too often': () => t('The built-in engine ended several times in a row, so it was not started again.'),
};

const modelOf = (facts: FailureFacts): string => fact(facts, 'path' in facts ? 'path' : 'model');

const actionTitles: Readonly<Record<Action, string>> = {
  setUp: t('Choose a Model'),
  showLog: t('Show Log'),
  openSettings: t('Open Settings'),
  restartEngine: t('Restart Engine'),
};

export function tell(failure: Failure): ProblemView {
  const { sentence, action: given } = told[failure.kind];
  const action = typeof given === 'function' ? given(failure.facts) : given;
  return {
    sentence: sentence(failure.facts),
    ...(action && { action: { title: actionTitles[action], action } }),
  };
}
