/** Everything that can go wrong in a way a person can act on. `editor/tell.ts` has the sentence and the button of each. */
export type FailureKind =
  /** No model is configured for this purpose. */
  | 'noModel'
  /** The configured model file does not exist. */
  | 'modelMissing'
  /** The configured file is not a GGUF file. */
  | 'notGguf'
  /** A GGUF file that is cut short or damaged. */
  | 'modelBroken'
  /** A GGUF file of an architecture the engine does not know. */
  | 'modelUnsupported'
  /** The model cannot do what was asked: an instruct model for completion, for example. */
  | 'wrongModel'
  /** The model is served from the internet by the local server: the prompt would leave the machine. */
  | 'modelInCloud'
  | 'notEnoughMemory'
  /** The prompt does not fit the model's context. */
  | 'contextOverflow'
  /** The engine's process could not be started. */
  | 'engineCannotStart'
  /** The engine's process ended while it was working. */
  | 'engineDied'
  /** No answer from the configured address; the fact `why` is an Obstacle. */
  | 'unreachable'
  /** The configured address is not on this machine and was not allowed. */
  | 'notLocal'
  /** The server wants an API key, or did not accept the one it got. */
  | 'keyRefused'
  /** The server has too much to do, or still loads its model: later it may answer. */
  | 'serverBusy'
  /** The server has no such route: it is another one than was meant, or the address lacks a part. */
  | 'notFound'
  /** The server sends on to another address. */
  | 'redirected'
  /** The server answered with an error of its own. */
  | 'serverRefused'
  /** The server's answer is damaged; the fact `why` is a Damage. */
  | 'badReply'
  /** The server is older than what Deepwell needs. */
  | 'serverTooOld'
  /** A defect of ours. */
  | 'unexpected';

/** Facts for the sentence: names, paths, numbers. Never the person's code or prompt. */
export type FailureFacts = Readonly<Record<string, string | number>>;

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: FailureKind;
  readonly facts: FailureFacts;

  constructor(kind: FailureKind, facts: FailureFacts = {}, cause?: unknown) {
    super(`${kind} ${JSON.stringify(facts)}`, { cause });
    this.kind = kind;
    this.facts = facts;
  }
}

/** Why there was no answer. */
export type Obstacle =
  | 'notAnAddress'
  /** The address holds a name and a password. */
  | 'credentials'
  | 'unknownHost'
  | 'nothingListens'
  /** No certificate that can be believed, or no TLS at all. */
  | 'notSecure'
  /** It was there and took the request, and then nothing came in time. */
  | 'noAnswer'
  | 'closed';

/** What is wrong with an answer. */
export type Damage =
  | 'endedEarly'
  | 'silent'
  | 'tooLong'
  /** The model did nothing but call a tool. */
  | 'toolsOnly'
  | 'notUnderstood';

/** `message` is for the log and for bug reports; the sentence comes from `why`. */
export const unreachable = (address: string, why: Obstacle, message: string, cause?: unknown): Failure =>
  new Failure('unreachable', { address, why, message }, cause);

export const badReply = (address: string, why: Damage, message: string, cause?: unknown): Failure =>
  new Failure('badReply', { address, why, message }, cause);

/** Keeps a Failure as it is and turns anything else into an "unexpected" one with its cause. */
export const asFailure = (error: unknown): Failure =>
  error instanceof Failure
    ? error
    : new Failure('unexpected', { message: error instanceof Error ? error.message : String(error) }, error);
