import { Completer } from '../../src/completion/complete.ts';
import type { CompletionRequest, Outcome } from '../../src/completion/request.ts';
import type { Suggestion } from '../../src/completion/place.ts';
import type { Failure } from '../../src/shared/failure.ts';
import { coderFamily, embeddedCaches, maxLines } from './product.ts';
import type { Key, Session } from './session.ts';
import { SimulatedEngine, type Work } from './simulatedEngine.ts';
import { eolOf, indentOf } from './style.ts';
import { TypedDocument } from './typedDocument.ts';
import { VirtualClock } from './virtualClock.ts';

/** What the keys of one moment do, as one stroke: an editor that closes a bracket inserts both and stands between them. */
export interface Stroke {
  readonly at: number;
  /** How many lines of text came. */
  readonly lines: number;
  /** How many lines the cursor moved, beside those that came. */
  readonly moved: number;
}

/** Milliseconds in which an abort must have reached the engine. */
const abortMs = 20;

/** An editor with ghost text, and the product between it and a simulated engine. */
export class ReplayedEditor {
  readonly strokes: Stroke[] = [];
  /** The ghost text that came of a request. */
  readonly shown = new Map<Work, string>();
  accepted = 0;
  readonly #path: string;
  readonly #language: string;
  readonly #clock = new VirtualClock();
  readonly #document: TypedDocument;
  readonly #engine: SimulatedEngine;
  readonly #completer: Completer;
  #ghost: Suggestion | undefined;
  #failure: Failure | undefined;
  /** What the editor aborts when an answer is no longer wanted; undefined while none is waited for. */
  #wanted: AbortController | undefined;
  /** When the cursor was last moved away without a new question. */
  #leftAt = Infinity;

  constructor({ path, language, text, cursor, engine: { truth, ...speed } }: Omit<Session, 'keys'>) {
    this.#path = path;
    this.#language = language;
    this.#document = new TypedDocument(text, cursor);
    this.#engine = new SimulatedEngine({
      clock: this.#clock,
      speed,
      truth,
      before: () => this.#document.before,
      isWanted: () => this.#clock.now - this.#leftAt <= abortMs,
    });
    this.#completer = new Completer({
      reach: async () => ({ engine: this.#engine, family: coderFamily(), ...embeddedCaches }),
      pause: (ms, signal) => this.#clock.sleep(ms, signal),
      now: () => this.#clock.now,
    });
  }

  get ghost(): Suggestion | undefined {
    return this.#ghost;
  }

  get text(): string {
    return this.#document.text;
  }

  get before(): string {
    return this.#document.before;
  }

  get works(): readonly Work[] {
    return this.#engine.works;
  }

  /** Throws the Failure of the completion flow, should one have happened. */
  async advanceTo(at: number): Promise<void> {
    await this.#clock.advanceTo(at);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Waits for the answer to the last key; then the person closes the editor. */
  async finish(): Promise<void> {
    while (this.#wanted !== undefined) await this.advanceTo(this.#clock.now + 1);
    this.#completer.forget();
  }

  /** As the editor does: what was asked before ends with each stroke, and one that changes the text asks anew. */
  press(keys: readonly Key[]): void {
    const { text, before } = this;
    const effects = keys.map(key => this.#pressOne(key));
    this.#note(text, before);
    if (effects.every(effect => effect === 'nothing')) return;
    this.#wanted?.abort();
    this.#wanted = undefined;
    const isEdited = effects.includes('edited');
    this.#leftAt = isEdited ? Infinity : this.#clock.now;
    if (isEdited) void this.#ask();
    else this.#completer.cameTo(this.#request());
  }

  #pressOne(key: Key): 'nothing' | 'moved' | 'edited' {
    const ghost = this.#ghost;
    const effect = this.#document.press(key, ghost);
    if (effect === 'nothing') return effect;
    if (key.accept !== undefined && ghost !== undefined) this.accepted += 1;
    this.#ghost = undefined;
    return effect;
  }

  #note(text: string, before: string): void {
    const lines = linesIn(this.text) - linesIn(text);
    const moved = Math.abs(linesIn(this.before) - linesIn(before) - lines);
    this.strokes.push({ at: this.#clock.now, lines: Math.max(lines, 0), moved });
  }

  async #ask(): Promise<void> {
    const wanted = new AbortController();
    this.#wanted = wanted;
    const outcome = await this.#completer.complete(this.#request(), wanted.signal);
    if (this.#wanted !== wanted) return;
    this.#wanted = undefined;
    this.#show(outcome);
  }

  #request(): CompletionRequest {
    const { text, before } = this.#document;
    return {
      document: { path: this.#path, languageId: this.#language, text },
      offset: before.length,
      trigger: 'auto',
      indent: indentOf(text),
      eol: eolOf(text),
      maxLines,
      isTypedOn: () => this.#document.text !== text,
    };
  }

  #show(outcome: Outcome): void {
    if (outcome.kind === 'failed') this.#failure ??= outcome.failure;
    if (outcome.kind !== 'shown') return;
    this.#ghost = outcome.suggestion;
    const work = this.#engine.works.findLast(({ generatedTokens }) => generatedTokens > 0);
    if (outcome.from === 'model' && work !== undefined) this.shown.set(work, outcome.suggestion.insert);
  }
}

const linesIn = (text: string): number => text.split('\n').length;
