import type { Piece, Sampling } from '../shared/engine.ts';
import { asFailure } from '../shared/failure.ts';
import { afterAccepting } from './afterAccepting.ts';
import { Answer } from './answer.ts';
import { Asking, type AskingParts } from './asking.ts';
import { reasonNotToAsk } from './gate.ts';
import { type Pause, pauseBeforeAsking } from './pause.ts';
import type { Place, Suggestion } from './place.ts';
import { Recall, textTyped } from './recall.ts';
import { type CompletionRequest, type Outcome, placeOf } from './request.ts';
import { distinct, shown } from './shown.ts';

export interface CompleterParts extends Omit<AskingParts, 'now'> {
  readonly pause: Pause;
  /** Milliseconds that only grow; the machine's own where absent. */
  readonly now?: () => number;
}

/** Greedy answers are all the same: others come by chance, from the likely ones. */
const alternativeSampling: Sampling = { temperature: 0.7, topP: 0.95 };

/** Milliseconds after which a person is shown what there is, and no other suggestion is begun. */
const patience = 1500;

/** Milliseconds of quiet after which the engine reads ahead, then thinks ahead; and after which a person is at rest. */
const quiet = 300;
const pondering = 700;
const rest = 2000;

/** From a cursor to ghost text. The newest request ends the one before it; its answer goes on where it serves the new one. */
export class Completer {
  readonly #parts: CompleterParts & AskingParts;
  readonly #asking: Asking;
  #recall = new Recall();
  #answer: Answer | undefined;
  #asked = new AbortController();
  #idle = new AbortController();

  constructor(parts: CompleterParts) {
    this.#parts = { now: () => performance.now(), ...parts };
    this.#asking = new Asking(this.#parts);
  }

  /** Tokens that code of other files may have in a prompt. */
  get relatedTokens(): number {
    return this.#asking.relatedTokens;
  }

  /** The model changed: what another one suggested is not shown any more. */
  forget(): void {
    this.#asked.abort();
    this.#idle.abort();
    this.#answer?.end();
    this.#recall = new Recall();
    this.#asking.forget();
  }

  async complete(request: CompletionRequest, signal: AbortSignal): Promise<Outcome> {
    this.#asked.abort();
    this.#idle.abort();
    this.#asked = new AbortController();
    const either = AbortSignal.any([signal, this.#asked.signal]);
    try {
      const outcome = await this.#complete(request, either);
      either.throwIfAborted();
      void this.#thinkAhead(request, outcome);
      return outcome;
    } catch (error) {
      return either.aborted ? { kind: 'nothing', why: 'cancelled' } : { kind: 'failed', failure: asFailure(error) };
    }
  }

  /** The person has come to a file: the engine may read it while nothing is asked. */
  cameTo(request: CompletionRequest): void {
    this.#idle.abort();
    void this.#thinkAhead(request);
  }

  async #complete(request: CompletionRequest, signal: AbortSignal): Promise<Outcome> {
    signal.throwIfAborted();
    const until = this.#parts.now() + patience;
    const place = placeOf(request);
    const why = reasonNotToAsk(place.window, request.trigger);
    if (why !== undefined) return { kind: 'nothing', why };
    if (request.isAnew) this.#recall.forget(place);
    const known = this.#recall.find(place);
    if (known.length === 0 && (request.isAnew || !(await this.#isServedByRunning(request, place, signal))))
      await this.#askAt(request, place, signal);
    if (this.#recall.find(place).length > 0) await this.#askForOthers(request, place, until, signal);
    return shown(request, place, this.#recall.find(place), known.length === 0 ? this.#answer : undefined);
  }

  /** Whether the answer on its way turns out to go on from here. */
  async #isServedByRunning(request: CompletionRequest, place: Place, signal: AbortSignal): Promise<boolean> {
    const running = this.#answer;
    const typed = running?.isOpen === true ? textTyped(running.place, place) : undefined;
    if (running === undefined || typed === undefined) return false;
    return (await running.wait(typed, signal, request.isTypedOn)) === 'whole' && this.#recall.find(place).length > 0;
  }

  async #askAt(request: CompletionRequest, place: Place, signal: AbortSignal): Promise<void> {
    this.#answer?.end();
    if (request.trigger === 'auto')
      await this.#parts.pause(pauseBeforeAsking(place.window, this.#asking.firstPieceMs), signal);
    signal.throwIfAborted();
    // What is asked anew would get the same answer again.
    const sampling = request.isAnew ? alternativeSampling : undefined;
    const answer = this.#ask(request, place, suggestion => this.#recall.keep(place, [suggestion]), sampling);
    await answer.wait('', signal, request.isTypedOn);
  }

  async #askForOthers(request: CompletionRequest, place: Place, until: number, signal: AbortSignal): Promise<void> {
    const { alternatives = 1 } = request;
    if (alternatives === 1) return;
    // What is typed through is one answer at this place too.
    if (this.#recall.answersAt(place) === 0) this.#recall.keep(place, this.#recall.find(place));
    const keep = (suggestion: Suggestion): void =>
      this.#recall.keep(place, distinct([...this.#recall.find(place), suggestion]));
    try {
      for (let answers = this.#recall.answersAt(place); answers < alternatives && this.#parts.now() < until; answers++)
        await this.#ask(request, place, keep, alternativeSampling).wait('', signal);
    } catch {
      // What is known already is shown all the same.
      signal.throwIfAborted();
    }
  }

  #ask(request: CompletionRequest, place: Place, keep: (suggestion: Suggestion) => void, sampling?: Sampling): Answer {
    const before = this.#answer;
    before?.end();
    this.#answer = new Answer({
      place,
      pieces: signal => this.#pieces(before, request, sampling, signal),
      pause: this.#parts.pause,
      onWhole: suggestion => {
        if (suggestion !== undefined) keep(suggestion);
      },
    });
    return this.#answer;
  }

  /** The engine hears that the answer before is not wanted any more, and only then what is. */
  async *#pieces(
    before: Answer | undefined,
    request: CompletionRequest,
    sampling: Sampling | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<Piece> {
    await before?.over();
    signal.throwIfAborted();
    yield* this.#asking.pieces(request, sampling, signal);
  }

  /** Uses the time in which nothing is asked. What goes wrong in it goes wrong again when something is asked, and is told then. */
  async #thinkAhead(request: CompletionRequest, outcome?: Outcome): Promise<void> {
    this.#idle = new AbortController();
    const { signal } = this.#idle;
    const stayQuiet = async (ms: number): Promise<void> => {
      await this.#parts.pause(ms, signal);
      signal.throwIfAborted();
    };
    try {
      await stayQuiet(quiet);
      await this.#asking.readAhead(request, false, signal);
      await stayQuiet(pondering - quiet);
      if (outcome?.kind === 'shown') await this.#suppose(afterAccepting(request, outcome.suggestion), signal);
      await stayQuiet(rest - pondering);
      await this.#asking.readAhead(request, true, signal);
    } catch {
      // Ended by the next key, or a failure that the next key meets again.
    }
  }

  /** Asks for what comes after the suggestion, so that it is there as soon as that is accepted. */
  async #suppose(request: CompletionRequest, signal: AbortSignal): Promise<void> {
    const place = placeOf(request);
    if (reasonNotToAsk(place.window, 'auto') !== undefined || this.#recall.answersAt(place) > 0) return;
    if (!(await this.#asking.isWarm(request, signal))) return;
    await this.#ask(request, place, suggestion => this.#recall.keepAhead(place, [suggestion])).wait('', signal);
  }
}
