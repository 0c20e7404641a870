import { l10n } from 'vscode';
import type { Damage, FailureFacts, FailureKind, Obstacle } from '../shared/failure.ts';
import { type Told, fact } from './told.ts';

type ServerFailure = Extract<
  FailureKind,
  'unreachable' | 'notLocal' | 'keyRefused' | 'serverBusy' | 'notFound' | 'redirected' | 'serverRefused' | 'badReply'
>;

const t = l10n.t;

/** What is told about servers and the way to them. */
export const toldOfServers: Readonly<Record<ServerFailure, Told>> = {
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
