import type { Suggestion } from '../../src/completion/place.ts';
import type { Key } from './session.ts';
import { eolOf } from './style.ts';

/** A text with a cursor, to which keys are applied as an editor does. */
export class TypedDocument {
  #before: string;
  #after: string;
  readonly #eol: '\n' | '\r\n';

  constructor(text: string, cursor: number) {
    this.#before = text.slice(0, cursor);
    this.#after = text.slice(cursor);
    this.#eol = eolOf(text);
  }

  get before(): string {
    return this.#before;
  }

  get text(): string {
    return this.#before + this.#after;
  }

  /** Moves, deletes, inserts and accepts, in this order. */
  press(key: Key, ghost: Suggestion | undefined): 'nothing' | 'moved' | 'edited' {
    const { text, before } = this;
    if (key.move !== undefined) this.#move(key.move);
    if (key.delete !== undefined) this.#before = this.#before.slice(0, Math.max(this.#before.length - key.delete, 0));
    if (key.insert !== undefined) this.#before += key.insert.replaceAll(/\r?\n/g, this.#eol);
    if (key.accept !== undefined && ghost !== undefined) this.#accept(key.accept, ghost);
    if (this.text !== text) return 'edited';
    return this.before === before ? 'nothing' : 'moved';
  }

  #move(offset: number): void {
    const { text } = this;
    this.#before = text.slice(0, offset);
    this.#after = text.slice(offset);
  }

  #accept(part: 'all' | 'word' | 'line', { insert, replaceSuffix }: Suggestion): void {
    const taken = accepted(part, insert);
    this.#before += taken;
    // What the ghost text replaces goes when the whole of it is in.
    if (taken === insert) this.#after = this.#after.slice(replaceSuffix);
  }
}

/** The beginning of the ghost text that one key takes: all, the rest of the line with its end, or a word or run of signs. */
export function accepted(part: 'all' | 'word' | 'line', insert: string): string {
  if (part === 'all') return insert;
  const pattern = part === 'line' ? /^.*(?:\r?\n|$)/ : /^\s*(?:[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]+|$)/u;
  return pattern.exec(insert)?.[0] ?? insert;
}
