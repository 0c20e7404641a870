import {
  type CancellationToken,
  type Disposable,
  type DocumentSelector,
  type InlineCompletionContext,
  InlineCompletionItem,
  type InlineCompletionItemProvider,
  InlineCompletionTriggerKind,
  type Position,
  Range,
  type SelectedCompletionInfo,
  type TextDocument,
  type TextEditor,
  type Uri,
  commands,
  languages,
  window,
} from 'vscode';
import { Completer } from '../completion/complete.ts';
import type { CompletionRequest, Outcome } from '../completion/request.ts';
import type { CompletionModel } from '../completion/model.ts';
import { pause } from '../completion/pause.ts';
import type { Suggestion } from '../completion/place.ts';
import { Failure } from '../shared/failure.ts';
import type { Log } from '../shared/log.ts';
import type { Settings } from '../shared/settings.ts';
import type { Acceptance, ShownText } from './acceptance.ts';
import { Arrival } from './arrival.ts';
import { AskedByHand, type Spot } from './askedByHand.ts';
import type { CompetitorNotice } from './competitors.ts';
import { type Wish, requestFor } from './completionRequest.ts';
import type { EngineState, Engines, Served } from './engines.ts';
import type { Gate } from './here.ts';
import { factsOf, howEnded } from './outcomeFacts.ts';
import { OutageNotice } from './outageNotice.ts';
import { OwnTime } from './ownTime.ts';
import type { RelatedSources } from './relatedSources.ts';
import { signalOf } from './signal.ts';
import type { StatusItem } from './statusItem.ts';
import { tell } from './tell.ts';
import { writtenSchemes } from './whyNotHere.ts';

export const completionDocuments: DocumentSelector = writtenSchemes.map(scheme => ({ scheme }));

export interface CompletionParts {
  readonly engines: Engines;
  readonly status: StatusItem;
  readonly gate: Gate;
  readonly acceptance: Acceptance;
  readonly competitors: CompetitorNotice;
  readonly settings: () => Settings;
  readonly log: Log;
  readonly related: RelatedSources;
}

/** Ghost text in the editor. It never pops anything up: a failure is told by the status item. */
export class CompletionProvider implements InlineCompletionItemProvider, Disposable {
  readonly #parts: CompletionParts;
  readonly #completer: Completer;
  readonly #ended = new AbortController();
  readonly #listening: readonly Disposable[];
  readonly #outage: OutageNotice;
  readonly #ownTime = new OwnTime();
  readonly #byHand = new AskedByHand();
  readonly #arrival: Arrival;
  #registered: Disposable | undefined;
  /** What served ghost text last. */
  #served: Served | undefined;
  /** When the model was last asked; undefined while it may not be in memory. */
  #usedAt: number | undefined;

  constructor(parts: CompletionParts) {
    this.#parts = parts;
    this.#completer = new Completer({
      reach: signal => this.#reach(signal),
      pause: (ms, signal) => this.#ownTime.waitingFor(pause(ms, signal)),
      onWaiting: stage => (parts.status.waiting = stage),
    });
    this.#outage = new OutageNotice(failure => void tellOutage(failure));
    this.#arrival = new Arrival(editor => this.#cameTo(editor));
    this.#listening = [
      parts.engines.onDidChange(state => {
        this.#followModel(state);
        this.#outage.over();
      }),
      parts.related.onDidChange(uri => this.#relatedChanged(uri)),
    ];
    this.#register();
  }

  /** Tokens that code of other files may have in a prompt. */
  get relatedTokens(): number {
    return this.#completer.relatedTokens;
  }

  /** The model changes, or is given back: what is on its way ends, and nothing is read ahead until one was asked again. */
  forget(): void {
    this.#completer.forget();
    this.#usedAt = undefined;
  }

  /** Our own command: shows what the model suggests, and other suggestions where it is run again. */
  async trigger(): Promise<void> {
    const editor = window.activeTextEditor;
    const before = editor && this.#byHand.mark(spotOf(editor.document, editor.selection.active));
    // While VS Code has an answer for a place it does not ask again. It gives up one that it shows when that is hidden, and
    // an empty one only when there is another provider.
    if (before === 'shown') await commands.executeCommand('editor.action.inlineSuggest.hide');
    else if (before !== undefined) this.#register();
    await commands.executeCommand('editor.action.inlineSuggest.trigger');
  }

  async provideInlineCompletionItems(
    document: TextDocument,
    position: Position,
    context: InlineCompletionContext,
    token: CancellationToken,
  ): Promise<InlineCompletionItem[]> {
    const startedAt = performance.now();
    const { status, log } = this.#parts;
    if (!this.#mayAsk(document, position, context)) return [];
    this.#arrival.over();
    const finished = status.begin();
    const waited = this.#ownTime.begin();
    const spot = spotOf(document, position);
    const signal = AbortSignal.any([signalOf(token), this.#ended.signal]);
    const request = this.#requestFor(document, position, this.#wishFor(spot, context));
    const outcome = await this.#completer.complete(request, signal).finally(finished);
    const ms = performance.now() - startedAt;
    log('completion.ended', { ...factsOf(outcome), ms: Math.round(ms), ownMs: Math.round(ms - waited()) });
    this.#byHand.ended(spot, howEnded(outcome));
    this.#note(outcome, Math.round(ms));
    return outcome.kind === 'shown' ? this.#items(outcome, document, position, context.selectedCompletionInfo) : [];
  }

  dispose(): void {
    this.#ended.abort();
    this.#arrival.dispose();
    for (const listener of this.#listening) listener.dispose();
    this.#registered?.dispose();
  }

  #register(): void {
    this.#registered?.dispose();
    this.#registered = languages.registerInlineCompletionItemProvider(completionDocuments, this);
  }

  /** A model that is found the first time makes nothing that was shown invalid, and someone may be waiting for it. */
  #followModel(state: EngineState): void {
    const now = state.kind === 'found' ? state.served.completion : undefined;
    if (now instanceof Failure) return;
    const { engine, modelName } = this.#served ?? {};
    if (this.#served !== undefined && (now?.engine !== engine || now?.modelName !== modelName)) this.forget();
    this.#served = now;
  }

  async #reach(signal: AbortSignal): Promise<CompletionModel> {
    const served = await this.#ownTime.waitingFor(this.#parts.engines.serve('completion', signal));
    const { engine } = served;
    return {
      ...served,
      engine: { generate: (request, ended) => this.#ownTime.waitingForEach(engine.generate(request, ended)) },
    };
  }

  #mayAsk(document: TextDocument, position: Position, { triggerKind }: InlineCompletionContext): boolean {
    const { status, gate } = this.#parts;
    const isByHand = triggerKind === InlineCompletionTriggerKind.Invoke;
    const why = gate(document, position, isByHand);
    // By hand more is possible than while typing: that says nothing about the next key.
    if (!isByHand || why !== undefined) status.whyNot = why;
    return why === undefined;
  }

  #requestFor(document: TextDocument, position: Position, wish: Wish): CompletionRequest {
    return requestFor(document, position, wish, () => this.#parts.related.snippetsFor(document));
  }

  #wishFor(spot: Spot, { triggerKind, selectedCompletionInfo: selected }: InlineCompletionContext): Wish {
    const maxLines = this.#parts.settings().completionMaxLines;
    return triggerKind === InlineCompletionTriggerKind.Invoke
      ? { trigger: 'manual', maxLines, selected, ...this.#byHand.wishAt(spot) }
      : { trigger: 'auto', maxLines, selected };
  }

  #note(outcome: Outcome, ms: number): void {
    const { engines, status, competitors } = this.#parts;
    if (outcome.kind === 'shown') {
      status.failure = undefined;
      status.last = { ms, ...(outcome.usage && { usage: outcome.usage }) };
      if (outcome.from === 'model') this.#usedAt = performance.now();
      this.#outage.over();
      void competitors.offer();
    } else if (outcome.kind === 'failed') {
      status.failure = outcome.failure;
      this.#outage.failed(outcome.failure);
      if (outcome.failure.kind === 'unreachable') engines.lookAgain();
    }
  }

  #items(
    { suggestion, others }: Extract<Outcome, { kind: 'shown' }>,
    document: TextDocument,
    position: Position,
    selected: SelectedCompletionInfo | undefined,
  ): InlineCompletionItem[] {
    const { acceptance } = this.#parts;
    const shown = [suggestion, ...others].map(one => placed(one, document, position, selected));
    if (shown[0] !== undefined) acceptance.shown(shown[0]);
    return shown.map(one => new InlineCompletionItem(one.text, one.range, acceptance.commandFor(one)));
  }

  /** Other code for the file that is looked at: the engine may read it before the next key. */
  #relatedChanged(uri: Uri): void {
    const editor = window.activeTextEditor;
    if (editor?.document.uri.toString() === uri.toString()) this.#cameTo(editor);
  }

  /** Has the engine read a file that a person looks at, where that loads no model. */
  #cameTo({ document, selection }: TextEditor): void {
    const { gate, settings } = this.#parts;
    if (!this.#isModelLoaded() || gate(document, selection.active, false) !== undefined) return;
    const { completionMaxLines: maxLines } = settings();
    this.#completer.cameTo(this.#requestFor(document, selection.active, { trigger: 'auto', maxLines }));
  }

  /** After `keepAlive` minutes without a question an engine may have given the model back. */
  #isModelLoaded(): boolean {
    const { keepAlive } = this.#parts.settings();
    if (this.#usedAt === undefined) return false;
    return keepAlive < 0 || performance.now() - this.#usedAt < keepAlive * 60_000;
  }
}

async function tellOutage(failure: Failure): Promise<void> {
  const { sentence, action } = tell(failure);
  const chosen = await window.showWarningMessage(sentence, ...(action ? [action.title] : []));
  if (chosen !== undefined) await commands.executeCommand('deepwell.restartEngine');
}

const spotOf = ({ uri, version }: TextDocument, { line, character }: Position): Spot => ({
  uri: uri.toString(),
  version,
  line,
  character,
});

/** With an item selected in the suggest widget, ghost text has to start where that item starts. */
function placed(
  { insert, replaceSuffix }: Suggestion,
  document: TextDocument,
  position: Position,
  selected: SelectedCompletionInfo | undefined,
): ShownText & { readonly range: Range } {
  const start = selected?.range.start ?? position;
  const typed = document.getText(new Range(start, position));
  const range = new Range(start, position.translate(0, replaceSuffix));
  return { document, start: document.offsetAt(start), text: typed + insert, range };
}
