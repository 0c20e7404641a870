import { rm, utimes } from 'node:fs/promises';
import type { Log } from '../../shared/log.ts';
import { codeOf } from './fileErrors.ts';
import { holderOf, takeLease } from './leaseFile.ts';

const heartbeatEvery = 5_000;

/** The right to write one chat: one window has it. It ends by `release`, with the process, or when another takes it. */
export class Lease {
  readonly #path: string;
  readonly #token: string;
  readonly #log: Log;
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #isReleased = false;

  private constructor(path: string, token: string, log: Log) {
    this.#path = path;
    this.#token = token;
    this.#log = log;
    this.#timer = setInterval(() => void this.#beat(), heartbeatEvery).unref();
  }

  /** Undefined while somebody else holds it. Throws what the file system says. */
  static async acquire(path: string, now: () => number, log: Log): Promise<Lease | undefined> {
    const token = await takeLease(path, now);
    return token === undefined ? undefined : new Lease(path, token, log);
  }

  /** Aborted when the lease is another's or gone: the chat was deleted elsewhere, or this process slept for long. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  get isReleased(): boolean {
    return this.#isReleased;
  }

  /** Looks whether the lease is still this one's. */
  async isHeld(): Promise<boolean> {
    if (this.#isReleased || this.lost.aborted) return false;
    const holder = await holderOf(this.#path);
    if (holder?.token === this.#token) return true;
    clearInterval(this.#timer);
    this.#lost.abort();
    return false;
  }

  /** Gives it back. To be called when the last save is done. */
  async release(): Promise<void> {
    const isHeld = await this.isHeld();
    this.#isReleased = true;
    clearInterval(this.#timer);
    if (isHeld) await rm(this.#path, { force: true });
  }

  async #beat(): Promise<void> {
    try {
      const date = new Date();
      if (await this.isHeld()) await utimes(this.#path, date, date);
    } catch (error) {
      // A beat that is missed does no harm; the next one comes in time.
      this.#log('history.leaseBeatFailed', { code: codeOf(error) });
    }
  }
}
