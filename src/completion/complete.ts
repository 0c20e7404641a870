import { type DocumentText, type Window, defaultWindowSize, windowAround } from '../context/window.ts';
import type { Family } from '../models/families.ts';
import { fillInMiddlePrompt } from '../prompt/fillInMiddle.ts';
import type { Generator, Waiting } from '../shared/engine.ts';
import { Failure, asFailure } from '../shared/failure.ts';
import { type SelectedSuggestion, type Trigger, reasonNotToAsk } from './gate.ts';
import { type Pause, pauseBeforeAsking } from './pause.ts';
import type { Indent, Place, Suggestion } from './place.ts';
import { Recall } from './recall.ts';
import { isSettled } from './settled.ts';
import { tidy } from './tidy/tidy.ts';
import { WindowFit } from './windowFit.ts';

export interface CompletionRequest {
  readonly document: DocumentText;
  /** Position of the cursor in `document.text`, in UTF-16 units. */
  readonly offset: number;
  readonly trigger: Trigger;
  readonly indent: Indent;
  readonly eol: '\n' | '\r\n';
  readonly maxLines: number;
  readonly selected?: SelectedSuggestion;
}

export type Outcome =
  | { readonly kind: 'shown'; readonly suggestion: Suggestion; readonly from: 'model' | 'recall' }
  | { readonly kind: 'nothing'; readonly why: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What serves completions now. */
export interface CompletionModel {
  readonly engine: Generator;
  readonly family: Family;
}

export interface CompleterParts {
  /** Throws Failure where no model can complete. */
  readonly reach: (signal: AbortSignal) => Promise<CompletionModel>;
  readonly pause: Pause;
  /** Called while nothing is written yet, with the reason. */
  readonly onWaiting?: (stage: Waiting) => void;
}

/** A line of code has about 12 tokens; the line limit of the client ends most streams long before this does. */
const tokensPerLine = 16;

/** A prompt is asked with at most so many sizes of window. */
const attempts = 3;

/** From a cursor to ghost text. The newest request ends the one before it, down to the engine. */
export class Completer {
  readonly #parts: CompleterParts;
  readonly #fit = new WindowFit();
  #recall = new Recall();
  #running: AbortController | undefined;

  constructor(parts: CompleterParts) {
    this.#parts = parts;
  }

  /** The model changed: what another one suggested is not shown any more. */
  forget(): void {
    this.#recall = new Recall();
  }

  async complete(request: CompletionRequest, signal: AbortSignal): Promise<Outcome> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const either = AbortSignal.any([signal, running.signal]);
    try {
      return await this.#complete(request, either);
    } catch (error) {
      return either.aborted ? { kind: 'nothing', why: 'cancelled' } : { kind: 'failed', failure: asFailure(error) };
    }
  }

  async #complete(request: CompletionRequest, signal: AbortSignal): Promise<Outcome> {
    signal.throwIfAborted();
    const window = windowAround(request.document, request.offset);
    const why = reasonNotToAsk(window, request.trigger);
    if (why !== undefined) return { kind: 'nothing', why };
    const place: Place = { window, indent: request.indent, eol: request.eol, maxLines: request.maxLines };
    const known = this.#recall.find(place);
    if (known !== undefined) return shown(known, request, window, 'recall');
    if (request.trigger === 'auto') await this.#parts.pause(pauseBeforeAsking, signal);
    const suggestion = await this.#ask(request, place, signal);
    if (suggestion === undefined) return { kind: 'nothing', why: 'empty' };
    this.#recall.keep(place, suggestion);
    return shown(suggestion, request, window, 'model');
  }

  /** Asks again with a smaller window where the prompt turns out to be longer than the model holds. */
  async #ask(request: CompletionRequest, place: Place, signal: AbortSignal): Promise<Suggestion | undefined> {
    for (let attempt = 1; ; attempt++)
      try {
        return await this.#askOnce(request, place, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof Failure) || error.kind !== 'contextOverflow' || attempt === attempts) throw error;
        this.#fit.shrink(request.document.path, error.facts, replyTokens(place));
      }
  }

  async #askOnce(
    { document, offset }: CompletionRequest,
    place: Place,
    signal: AbortSignal,
  ): Promise<Suggestion | undefined> {
    const { engine, family } = await this.#parts.reach(signal);
    const marks = family.fillInMiddle;
    if (marks === undefined) throw new Failure('wrongModel', { model: family.label, purpose: 'completion' });
    const size = this.#fit.fitted(document.path, family.window ?? defaultWindowSize);
    const stream = engine.generate(
      {
        purpose: 'completion',
        prompt: fillInMiddlePrompt(windowAround(document, offset, size), marks),
        maxTokens: replyTokens(place),
        sampling: family.sampling,
      },
      signal,
    );
    let text = '';
    let ended: 'stop' | 'length' = 'stop';
    for await (const piece of stream) {
      signal.throwIfAborted();
      if (piece.kind === 'waiting') this.#parts.onWaiting?.(piece.stage);
      else if (piece.kind === 'end') ended = piece.reason;
      else text += piece.text;
      if (isSettled(text, place)) break;
    }
    signal.throwIfAborted();
    return tidy(text, place, ended);
  }
}

const replyTokens = ({ maxLines }: Place): number => maxLines * tokensPerLine;

/** The suggest widget's item is inserted with the ghost text, so ghost text can only be shown where it goes on from it. */
function shown(
  suggestion: Suggestion,
  { selected }: CompletionRequest,
  window: Window,
  from: 'model' | 'recall',
): Outcome {
  if (selected === undefined) return { kind: 'shown', suggestion, from };
  const typed = window.lineBefore.slice(window.lineBefore.length - selected.replaces);
  return `${typed}${suggestion.insert}`.startsWith(selected.text)
    ? { kind: 'shown', suggestion, from }
    : { kind: 'nothing', why: 'doesNotExtendSelected' };
}
