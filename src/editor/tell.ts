import { l10n } from 'vscode';
import type { Failure, FailureFacts, FailureKind } from '../shared/failure.ts';
import type { Action, ProblemView } from '../shared/chat.ts';
import { toldOfServers } from './tellServers.ts';
import { type Told, fact } from './told.ts';

const t = l10n.t;

const told: Readonly<Record<FailureKind, Told>> = {
  ...toldOfServers,
  noModel: {
    sentence: facts =>
      'model' in facts
        ? t('There is no model {0} here. Choose another one.', fact(facts, 'model'))
        : t('No model is set up yet. Choose one to begin.'),
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
    sentence: facts => {
      if (facts['purpose'] === 'chat')
        return t('{0} is no model for chat. Choose a DeepSeek-R1 model.', modelOf(facts));
      return facts['why'] === 'instruct'
        ? t(
            '{0} was trained to follow instructions and cannot fill in code. Choose a DeepSeek-Coder base model.',
            modelOf(facts),
          )
        : t('{0} cannot fill in code. Choose a DeepSeek-Coder base model for completion.', modelOf(facts));
    },
    action: 'setUp',
  },
  modelInCloud: {
    sentence: facts =>
      t('{0} runs in the cloud, so your code would leave this computer. Choose a local model.', modelOf(facts)),
    action: 'setUp',
  },
  notEnoughMemory: {
    sentence: facts => `${memoryNeeded(facts)} ${whatFits(facts)}`,
    action: facts => ('shorterContext' in facts ? 'openSettings' : 'setUp'),
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
    sentence: ({ reason }) =>
      reason === 'ended'
        ? t('The engine was ended while it worked. What was written so far is kept.')
        : t('The engine ended unexpectedly. What was written so far is kept.'),
    action: ({ reason }) => (reason === 'ended' ? undefined : 'showLog'),
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

function memoryNeeded(facts: FailureFacts): string {
  const { neededBytes, freeBytes } = facts;
  // Where a graphics card is short of memory, the computer's own may be more than enough.
  return typeof neededBytes === 'number' && typeof freeBytes === 'number' && neededBytes > freeBytes
    ? t(
        '{0} takes {1} GB of memory with a context of {2} tokens, and {3} GB are free.',
        fact(facts, 'model'),
        gigabytes(neededBytes),
        fact(facts, 'contextLength'),
        gigabytes(freeBytes),
      )
    : t('{0} takes more memory than is free.', fact(facts, 'model'));
}

function whatFits(facts: FailureFacts): string {
  if ('shorterContext' in facts) return t('With a context length of {0} it fits.', fact(facts, 'shorterContext'));
  return 'smallerModel' in facts
    ? t('Choose a smaller model, for example {0}, or close other programs.', fact(facts, 'smallerModel'))
    : t('Choose a smaller model, or close other programs.');
}

const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);

/** Reasons the engine's own code gives; others are messages of the system. */
const cannotStart: Readonly<Record<string, () => string>> = {
  'not included': () => t('This package of Deepwell has no built-in engine for this computer. Use Ollama instead.'),
  'ended too often': () => t('The built-in engine ended several times in a row, so it was not started again.'),
};

const modelOf = (facts: FailureFacts): string => fact(facts, 'path' in facts ? 'path' : 'model');

const actionTitles: Readonly<Record<Action, string>> = {
  setUp: t('Choose a Model'),
  selectModel: t('Choose a Model'),
  showLog: t('Show Log'),
  openSettings: t('Open Settings'),
  restartEngine: t('Restart Engine'),
  allowHost: t('Allow This Server…'),
  setApiKey: t('Set API Key…'),
};

export function tell(failure: Failure): ProblemView {
  const { sentence, action: given } = told[failure.kind];
  const action = typeof given === 'function' ? given(failure.facts) : given;
  return {
    sentence: sentence(failure.facts),
    ...(action && { action: { title: actionTitles[action], action } }),
  };
}
