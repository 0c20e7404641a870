import type { Failure } from '../shared/failure.ts';

/** Completion is quiet about failures; that the engine is not started any more is told, once for each outage. */
export class OutageNotice {
  readonly #tell: (failure: Failure) => void;
  #isTold = false;

  constructor(tell: (failure: Failure) => void) {
    this.#tell = tell;
  }

  failed(failure: Failure): void {
    if (this.#isTold || failure.kind !== 'engineCannotStart' || failure.facts['reason'] !== 'ended too often') return;
    this.#isTold = true;
    this.#tell(failure);
  }

  /** The engine works again, or another one was chosen: what fails from now on is a new outage. */
  over(): void {
    this.#isTold = false;
  }
}
