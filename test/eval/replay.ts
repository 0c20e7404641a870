import { Completer, type Outcome } from '../../src/completion/complete.ts';
import type { Suggestion } from '../../src/completion/place.ts';
import type { Failure } from '../../src/shared/failure.ts';
import { coderFamily, maxLines } from './product.ts';
import { type Key, type Session, parseSession } from './session.ts';
import { SimulatedEngine, type Work, tokensOf } from './simulatedEngine.ts';
import { eolOf, indentOf } from './style.ts';
import { TypedDocument } from './typedDocument.ts';
import { VirtualClock } from './virtualClock.ts';

/** The task `replay`: a row for each request to the engine, then the summary. Throws BadInput for a bad session. */
export async function replaySession(session: unknown, write: (row: object) => void): Promise<void> {
  const replay = new Replay(parseSession(session));
  await replay.run();
  for (const row of replay.rows()) write(row);
  write({ summary: replay.summary() });
}

/** A person at the keys, an editor with ghost text, and the product between them and a simulated engine. */
class Replay {
  readonly #session: Session;
  readonly #clock = new VirtualClock();
  readonly #document: TypedDocument;
  readonly #engine: SimulatedEngine;
  readonly #completer: Completer;
  readonly #shown = new Map<Work, string>();
  #ghost: Suggestion | undefined;
  #accepted = 0;
  #failure: Failure | undefined;
  /** What the editor aborts when an answer is no longer wanted. */
  #wanted = new AbortController();

  constructor(session: Session) {
    this.#session = session;
    this.#document = new TypedDocument(session.text, session.cursor);
    const { truth, ...speed } = session.engine;
    this.#engine = new SimulatedEngine({ clock: this.#clock, speed, truth, before: () => this.#document.before });
    this.#completer = new Completer({
      reach: async () => ({ engine: this.#engine, family: coderFamily() }),
      pause: (ms, signal) => this.#clock.sleep(ms, signal),
      now: () => this.#clock.now,
    });
  }

  /** Throws the Failure of the completion flow, should one happen. */
  async run(): Promise<void> {
    for (const key of this.#session.keys.toSorted((one, other) => one.at - other.at)) {
      await this.#clock.advanceTo(key.at);
      this.#press(key);
    }
    await this.#clock.advanceTo(Infinity);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** As the editor does: what was asked before ends with each key, and one that changes the text asks anew. */
  #press(key: Key): void {
    const ghost = this.#ghost;
    const effect = this.#document.press(key, ghost);
    if (effect === 'nothing') return;
    if (key.accept !== undefined && ghost !== undefined) this.#accepted += 1;
    this.#ghost = undefined;
    this.#wanted.abort();
    this.#wanted = new AbortController();
    if (effect === 'edited') void this.#ask(this.#wanted.signal);
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const { path, language: languageId } = this.#session;
    const { text, before } = this.#document;
    const outcome = await this.#completer.complete(
      {
        document: { path, languageId, text },
        offset: before.length,
        trigger: 'auto',
        indent: indentOf(text),
        eol: eolOf(text),
        maxLines,
      },
      signal,
    );
    if (!signal.aborted) this.#show(outcome);
  }

  #show(outcome: Outcome): void {
    if (outcome.kind === 'failed') this.#failure ??= outcome.failure;
    if (outcome.kind !== 'shown') return;
    this.#ghost = outcome.suggestion;
    const work = this.#engine.works.at(-1);
    if (outcome.from === 'model' && work !== undefined) this.#shown.set(work, outcome.suggestion.insert);
  }

  rows(): object[] {
    return this.#engine.works.map(work => ({
      at: rounded(work.at),
      prompt: work.prompt,
      generated: work.generated,
      shown: this.#shown.get(work) ?? null,
      aborted: work.aborted,
      ms: rounded(work.ms),
    }));
  }

  summary(): object {
    const { works } = this.#engine;
    const keys = this.#session.keys.length;
    return {
      keys,
      requests: works.length,
      shown: this.#shown.size,
      accepted: this.#accepted,
      evaluatedTokensPerKey: rounded(sum(works.map(work => work.evaluatedTokens)) / Math.max(keys, 1)),
      wastedTokens: sum(works.map(work => this.#wasted(work))),
    };
  }

  /** Tokens that were written and that the person never saw. */
  #wasted(work: Work): number {
    return Math.max(work.generatedTokens - tokensOf(this.#shown.get(work) ?? '').length, 0);
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((soFar, number) => soFar + number, 0);
const rounded = (number: number): number => Math.round(number * 100) / 100;
