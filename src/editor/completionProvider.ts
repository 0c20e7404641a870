import {
  type CancellationToken,
  type Disposable,
  type DocumentSelector,
  EndOfLine,
  type InlineCompletionContext,
  InlineCompletionItem,
  type InlineCompletionItemProvider,
  InlineCompletionTriggerKind,
  type Position,
  Range,
  type SelectedCompletionInfo,
  type TextDocument,
  commands,
  window,
} from 'vscode';
import { Completer, type CompletionRequest, type Outcome } from '../completion/complete.ts';
import { pause } from '../completion/pause.ts';
import type { Failure } from '../shared/failure.ts';
import type { Log } from '../shared/log.ts';
import type { Settings } from '../shared/settings.ts';
import type { Engines } from './engines.ts';
import { OutageNotice } from './outageNotice.ts';
import { isCompletionEnabled } from './readSettings.ts';
import { nameOf } from './selection.ts';
import { signalOf } from './signal.ts';
import type { StatusItem } from './statusItem.ts';
import { tell } from './tell.ts';

/** Documents a person writes; output, search results and the like are not among them. */
export const completionDocuments: DocumentSelector = [
  'file',
  'untitled',
  'vscode-remote',
  'vscode-vfs',
  'vscode-notebook-cell',
].map(scheme => ({ scheme }));

export interface CompletionParts {
  readonly engines: Engines;
  readonly status: StatusItem;
  readonly settings: () => Settings;
  readonly log: Log;
}

/** Ghost text in the editor. It never pops anything up: a failure is told by the status item. */
export class CompletionProvider implements InlineCompletionItemProvider, Disposable {
  readonly #parts: CompletionParts;
  readonly #completer: Completer;
  readonly #ended = new AbortController();
  readonly #listening: Disposable;
  readonly #outage: OutageNotice;

  constructor(parts: CompletionParts) {
    this.#parts = parts;
    this.#completer = new Completer({
      reach: async signal => parts.engines.serve('completion', signal),
      pause,
      onWaiting: stage => (parts.status.waiting = stage),
    });
    this.#outage = new OutageNotice(failure => void tellOutage(failure));
    this.#listening = parts.engines.onDidChange(() => {
      this.#completer.forget();
      this.#outage.over();
    });
  }

  async provideInlineCompletionItems(
    document: TextDocument,
    position: Position,
    context: InlineCompletionContext,
    token: CancellationToken,
  ): Promise<InlineCompletionItem[]> {
    const { settings, status, log } = this.#parts;
    const isManual = context.triggerKind === InlineCompletionTriggerKind.Invoke;
    if (!isManual && settings().completionTrigger === 'manual') return [];
    if (!isManual && !isCompletionEnabled(document)) return [];
    const startedAt = performance.now();
    const finished = status.begin();
    const signal = AbortSignal.any([signalOf(token), this.#ended.signal]);
    const request = requestFor(document, position, context, settings());
    const outcome = await this.#completer.complete(request, signal).finally(finished);
    this.#note(outcome);
    log('completion.ended', { ...factsOf(outcome), ms: Math.round(performance.now() - startedAt) });
    return outcome.kind === 'shown' ? [itemFor(outcome, document, position, context.selectedCompletionInfo)] : [];
  }

  #note(outcome: Outcome): void {
    const { engines, status } = this.#parts;
    if (outcome.kind === 'shown') {
      status.failure = undefined;
      this.#outage.over();
    } else if (outcome.kind === 'failed') {
      status.failure = outcome.failure;
      this.#outage.failed(outcome.failure);
      if (outcome.failure.kind === 'unreachable') engines.lookAgain();
    }
  }

  dispose(): void {
    this.#ended.abort();
    this.#listening.dispose();
  }
}

async function tellOutage(failure: Failure): Promise<void> {
  const { sentence, action } = tell(failure);
  const chosen = await window.showWarningMessage(sentence, ...(action ? [action.title] : []));
  if (chosen !== undefined) await commands.executeCommand('deepwell.restartEngine');
}

function requestFor(
  document: TextDocument,
  position: Position,
  { triggerKind, selectedCompletionInfo: selected }: InlineCompletionContext,
  settings: Settings,
): CompletionRequest {
  const options = window.visibleTextEditors.find(editor => editor.document === document)?.options;
  return {
    document: { path: nameOf(document), languageId: document.languageId, text: document.getText() },
    offset: document.offsetAt(position),
    trigger: triggerKind === InlineCompletionTriggerKind.Invoke ? 'manual' : 'auto',
    indent: {
      insertSpaces: options?.insertSpaces !== false,
      tabSize: typeof options?.tabSize === 'number' ? options.tabSize : 4,
    },
    eol: document.eol === EndOfLine.CRLF ? '\r\n' : '\n',
    maxLines: settings.completionMaxLines,
    ...(selected && {
      selected: { text: selected.text, replaces: position.character - selected.range.start.character },
    }),
  };
}

/** With an item selected in the suggest widget, ghost text has to start where that item starts. */
function itemFor(
  { suggestion }: Extract<Outcome, { kind: 'shown' }>,
  document: TextDocument,
  position: Position,
  selected: SelectedCompletionInfo | undefined,
): InlineCompletionItem {
  const end = position.translate(0, suggestion.replaceSuffix);
  const start = selected?.range.start ?? position;
  const typed = document.getText(new Range(start, position));
  return new InlineCompletionItem(typed + suggestion.insert, new Range(start, end));
}

const factsOf = (outcome: Outcome): Record<string, string | number> => {
  switch (outcome.kind) {
    case 'shown':
      return { outcome: 'shown', from: outcome.from, lines: outcome.suggestion.insert.split('\n').length };
    case 'nothing':
      return { outcome: 'nothing', why: outcome.why };
    case 'failed':
      return { outcome: 'failed', kind: outcome.failure.kind };
  }
};
