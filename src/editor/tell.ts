import { l10n } from 'vscode';
import type { Damage, Failure, FailureFacts, FailureKind, Obstacle } from '../shared/failure.ts';
import type { Action, ProblemView } from '../shared/protocol.ts';

/** One sentence that names what is wrong and what to do, and at most one button that leads there. */
interface Told {
  readonly sentence: (facts: FailureFacts) => string;
  readonly action?: Action | ((facts: FailureFacts) => Action | undefined);
}

const t = l10n.t;
const fact = (facts: FailureFacts, name: string): string => String(facts[name] ?? '?');

const told: Readonly<Record<FailureKind, Told>> = {
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
  unreachable: {
    sentence: facts => obstacles[obstacleOf(facts)](facts),
    action: facts => (['noAnswer', 'closed'].includes(obstacleOf(facts)) ? 'showLog' : 'openSettings'),
  },
  notLocal: {
    sentence: facts =>
      'peer' in facts
        ? t(
            '{0} leads to {1}, which is not on this computer, so nothing was sent. Use an address on 127.0.0.1.',
            fact(facts, 'address'),
            fact(facts, 'peer'),
          )
        : t(
            '{0} is not on this computer, so nothing was sent. Allow it if your code may go there, or use an address on 127.0.0.1.',
            fact(facts, 'address'),
          ),
    action: facts => ('peer' in facts ? 'openSettings' : 'allowHost'),
  },
  keyRefused: {
    sentence: facts =>
      facts['status'] === 403
        ? t(
            'The server at {0} does not let Deepwell in (403). Set the API key it wants, or allow this computer in its own settings.',
            fact(facts, 'address'),
          )
        : t(
            'The server at {0} wants an API key, or did not accept the one it got. Set the right one.',
            fact(facts, 'address'),
          ),
    action: 'setApiKey',
  },
  serverBusy: {
    sentence: facts => {
      if (/loading/i.test(fact(facts, 'message')))
        return t('The server at {0} is still loading its model. Try again in a moment.', fact(facts, 'address'));
      return 'retryAfter' in facts
        ? t('The server at {0} is busy. Try again in {1} seconds.', fact(facts, 'address'), fact(facts, 'retryAfter'))
        : t('The server at {0} is busy. Try again in a moment.', fact(facts, 'address'));
    },
  },
  notFound: {
    sentence: facts =>
      t(
        'The server at {0} does not know what was asked for ({1}): {2}. Look whether address and model are right.',
        fact(facts, 'address'),
        fact(facts, 'status'),
        words(facts),
      ),
    action: 'openSettings',
  },
  redirected: {
    sentence: facts =>
      'target' in facts
        ? t(
            '{0} sends on to {1}, and Deepwell followed with nothing. If that is the right server, set its address.',
            fact(facts, 'address'),
            fact(facts, 'target'),
          )
        : t(
            '{0} sends on to another address, and Deepwell followed with nothing. Set the right address.',
            fact(facts, 'address'),
          ),
    action: 'openSettings',
  },
  serverRefused: {
    // With status 200 the error came in the middle of an answer.
    sentence: facts =>
      facts['status'] === 200
        ? t(
            'The server at {0} broke off with an error: {1}. What was written so far is kept; its own log may say more.',
            fact(facts, 'address'),
            words(facts),
          )
        : t(
            'The server at {0} answered with error {1}: {2}. Its own log may say more.',
            fact(facts, 'address'),
            fact(facts, 'status'),
            words(facts),
          ),
    action: 'showLog',
  },
  badReply: {
    sentence: facts => damages[damageOf(facts)](facts),
    action: facts => (damageOf(facts) === 'notUnderstood' ? 'openSettings' : 'showLog'),
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

const obstacles: Readonly<Record<Obstacle, (facts: FailureFacts) => string>> = {
  notAnAddress: facts =>
    t('“{0}” is not the address of a server. Enter one like http://127.0.0.1:11434.', fact(facts, 'address')),
  credentials: facts =>
    t('Write the address {0} without a name and a password. A key has its own, safe place.', fact(facts, 'address')),
  unknownHost: facts => t('Nobody knows the name in {0}. Look whether the address is right.', fact(facts, 'address')),
  nothingListens: facts => t('Nothing answers at {0}. Start the server or change its address.', fact(facts, 'address')),
  notSecure: facts =>
    t(
      'No secure connection to {0} could be made ({1}). Mend its certificate, or use http:// if it has none.',
      fact(facts, 'address'),
      fact(facts, 'message'),
    ),
  noAnswer: facts =>
    t(
      'The server at {0} took the request and did not answer in time. Restart it if it is stuck.',
      fact(facts, 'address'),
    ),
  closed: facts =>
    t('The server at {0} closed the connection without an answer. Look whether it still runs.', fact(facts, 'address')),
};

const damages: Readonly<Record<Damage, (facts: FailureFacts) => string>> = {
  endedEarly: facts =>
    t('The answer of {0} ended in the middle. What was written so far is kept; try again.', fact(facts, 'address')),
  silent: facts =>
    t(
      'The server at {0} stopped in the middle of its answer and did not go on. What was written so far is kept.',
      fact(facts, 'address'),
    ),
  tooLong: facts =>
    t(
      'The server at {0} sent a line without end, so it was given up. Restart it and try again.',
      fact(facts, 'address'),
    ),
  toolsOnly: facts =>
    t(
      'The model at {0} only asked for a tool, which Deepwell does not give it. Ask in other words.',
      fact(facts, 'address'),
    ),
  notUnderstood: facts =>
    t(
      'Deepwell does not understand what {0} answers. Look whether it is the address of a model server.',
      fact(facts, 'address'),
    ),
};

const isOneOf = <Key extends string>(table: Readonly<Record<Key, unknown>>, name: unknown): name is Key =>
  typeof name === 'string' && Object.hasOwn(table, name);

const obstacleOf = ({ why }: FailureFacts): Obstacle => (isOneOf(obstacles, why) ? why : 'nothingListens');
const damageOf = ({ why }: FailureFacts): Damage => (isOneOf(damages, why) ? why : 'notUnderstood');

/** A server's own words, as a part of a sentence of ours. */
const words = (facts: FailureFacts): string => fact(facts, 'message').replace(/[.\s]+$/, '');

const modelOf = (facts: FailureFacts): string => fact(facts, 'path' in facts ? 'path' : 'model');

const actionTitles: Readonly<Record<Action, string>> = {
  setUp: t('Choose a Model'),
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
