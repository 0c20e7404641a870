import type { CutText } from '../context/window.ts';

/** Characters written at a place, some lines, after which a person is not just passing by. */
const fewest = 300;

/** More than this at once was not written but passed over by the cursor. */
const most = 600;

/**
 * Whether a person stays at a place of a file. Who only adds an import and comes back finds the prompt of the first place in
 * the engine's cache as it was; so the one of the second place is not read before they have written something there.
 */
export class Stay {
  #path = '';
  #from = 0;
  #to = 0;

  /** Asked in quiet moments, of the place the person is at then. */
  isAt({ path, before }: CutText): boolean {
    const written = before.length - this.#to;
    const isElsewhere = path !== this.#path || Math.abs(written) > most || before.length < this.#from;
    if (isElsewhere) this.#from = before.length;
    this.#path = path;
    this.#to = before.length;
    return this.#to - this.#from >= fewest;
  }
}
