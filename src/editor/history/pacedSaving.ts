import type { Chat } from '../../chat/turns.ts';

/** While an answer grows it is on disk after a second at the latest: so much is missing when everything ends at once. */
const pause = 1_000;

interface SavingParts {
  readonly save: (chat: Chat) => Promise<void>;
  /** A save failed, and the one before it had not. */
  readonly failed: (error: unknown) => void;
}

/** Saves one chat that changes all the time: once a second while an answer grows, at once at each turn of events. */
export class PacedSaving {
  readonly #parts: SavingParts;
  #timer: NodeJS.Timeout | undefined;
  #hasFailed = false;

  constructor(parts: SavingParts) {
    this.#parts = parts;
  }

  /** The answer grew. `chat` is asked for its state when it is saved. */
  grew(chat: () => Chat): void {
    this.#timer ??= setTimeout(() => void this.saveNow(chat()), pause);
  }

  /** A question was asked, an answer ended, a branch was chosen. Resolves when that is done or has failed. */
  async saveNow(chat: Chat): Promise<void> {
    this.stop();
    try {
      await this.#parts.save(chat);
      this.#hasFailed = false;
    } catch (error) {
      const isFirst = !this.#hasFailed;
      this.#hasFailed = true;
      if (isFirst) this.#parts.failed(error);
    }
  }

  /** Forgets the growth that is not saved yet. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
