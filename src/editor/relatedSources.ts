import {
  type Disposable,
  EventEmitter,
  type TextDocument,
  type TextDocumentChangeEvent,
  type TextEditor,
  type TextEditorSelectionChangeEvent,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { signatures } from '../context/definitions.ts';
import { RecentEdits } from '../context/recentEdits.ts';
import { relatedCode } from '../context/related.ts';
import { similarWindows } from '../context/similarWindows.ts';
import type { Snippet } from '../context/snippet.ts';
import { windowAround } from '../context/window.ts';
import type { Log } from '../shared/log.ts';
import { definitionsNear } from './definitionsNear.ts';
import { Idle, type IdleTimes } from './idle.ts';
import { type Lenders, mayLend, neighboursOf, textOf } from './neighbours.ts';
import { nameOf } from './selection.ts';

export interface RelatedSourcesParts extends Lenders {
  readonly log: Log;
  /** Tokens of all snippets of a document, with their headings. */
  readonly budget: () => number;
  readonly times?: IdleTimes;
}

/** Documents whose snippets are remembered: a person goes back and forth between a few. */
const remembered = 8;

/** Lines before and after the cursor that tell what the person is writing; a cursor that goes farther than that asks anew. */
const nearby = 20;

/**
 * Code of other files for the document that is written in. It is gathered anew only after a while without a key, since each new
 * set makes the engine read all of its prompt again.
 */
export class RelatedSources implements Disposable {
  readonly #parts: RelatedSourcesParts;
  readonly #edits = new RecentEdits();
  readonly #sets = new Map<string, readonly Snippet[]>();
  readonly #idle: Idle;
  readonly #changed = new EventEmitter<Uri>();
  readonly #listening: readonly Disposable[];
  #gathering = new AbortController();
  #gatheredLine = 0;

  /** Another set has taken the place of the document's. */
  readonly onDidChange = this.#changed.event;

  constructor(parts: RelatedSourcesParts) {
    this.#parts = parts;
    this.#idle = new Idle(parts.times ?? { quiet: 1500, apart: 10_000 }, () => this.#gather());
    this.#listening = [
      workspace.onDidChangeTextDocument(change => this.#edited(change)),
      workspace.onDidCloseTextDocument(document => this.#closed(document)),
      workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration('deepwell.completion')) this.#forgetSets();
      }),
      window.onDidChangeActiveTextEditor(() => this.#interrupt()),
      window.onDidChangeTextEditorSelection(change => this.#moved(change)),
      window.tabGroups.onDidChangeTabs(() => this.#idle.touch()),
    ];
    this.#idle.touch();
  }

  /** What was gathered for a document; the same until `onDidChange` tells otherwise. */
  snippetsFor(document: TextDocument): readonly Snippet[] {
    return this.#sets.get(document.uri.toString()) ?? [];
  }

  dispose(): void {
    this.#gathering.abort();
    this.#idle.end();
    this.#changed.dispose();
    for (const listener of this.#listening) listener.dispose();
  }

  #edited({ document, contentChanges }: TextDocumentChangeEvent): void {
    // The cells of a notebook share its name, and their lines cannot be told apart.
    if (contentChanges.length === 0 || document.uri.scheme === 'vscode-notebook-cell') return;
    for (const { range, text } of contentChanges)
      this.#edits.note(nameOf(document), {
        firstLine: range.start.line,
        removed: range.end.line - range.start.line + 1,
        added: text.split('\n').length,
      });
    this.#interrupt();
  }

  #closed(document: TextDocument): void {
    this.#edits.forget(nameOf(document));
    this.#sets.delete(document.uri.toString());
  }

  #moved({ textEditor, selections }: TextEditorSelectionChangeEvent): void {
    const line = selections[0]?.active.line ?? 0;
    if (textEditor === window.activeTextEditor && Math.abs(line - this.#gatheredLine) > nearby) this.#idle.touch();
  }

  /** A file may be excluded now that was not before: nothing of the old sets may be shown. */
  #forgetSets(): void {
    this.#sets.clear();
    this.#interrupt();
  }

  #interrupt(): void {
    this.#gathering.abort();
    this.#idle.touch();
  }

  #gather(): void {
    const editor = window.activeTextEditor;
    if (editor === undefined || !mayLend(editor.document, this.#parts)) return;
    this.#gathering.abort();
    this.#gathering = new AbortController();
    const { signal } = this.#gathering;
    this.#gatherFor(editor, signal).catch((error: unknown) => {
      if (signal.aborted) return;
      this.#parts.log('related.failed', { error: error instanceof Error ? error.name : 'unknown' });
    });
  }

  async #gatherFor({ document, selection }: TextEditor, signal: AbortSignal): Promise<void> {
    const { active } = selection;
    this.#gatheredLine = active.line;
    const definitions = await definitionsNear(document, active.line, other => mayLend(other, this.#parts), signal);
    signal.throwIfAborted();
    const written = textOf(document);
    const { above, lineBefore, lineAfter, below } = windowAround(written, offsetOf(written.text, active.line));
    const code = written.text.split('\n').slice(Math.max(0, active.line - nearby), active.line + nearby + 1);
    const parts = {
      definitions: signatures(definitions),
      similar: similarWindows({ ...written, code: code.join('\n') }, neighboursOf(document, this.#parts)),
      edits: this.#edits.snippets(written.path, path => this.#textNamed(path)),
    };
    const around = above + lineBefore + lineAfter + below;
    this.#replace(document.uri, relatedCode(parts, around, this.#parts.budget(), this.snippetsFor(document)));
  }

  #textNamed(path: string): string | undefined {
    const open = workspace.textDocuments.find(document => nameOf(document) === path);
    return open && mayLend(open, this.#parts) ? textOf(open).text : undefined;
  }

  #replace(uri: Uri, snippets: readonly Snippet[]): void {
    const key = uri.toString();
    const before = this.#sets.get(key) ?? [];
    const isSame = JSON.stringify(before) === JSON.stringify(snippets);
    this.#sets.delete(key);
    this.#sets.set(key, isSame ? before : snippets);
    for (const oldest of [...this.#sets.keys()].slice(0, -remembered)) this.#sets.delete(oldest);
    this.#parts.log('related.gathered', { snippets: snippets.length, isNew: !isSame });
    if (!isSame) this.#changed.fire(uri);
  }
}

/** Where a line starts; the cursor's place in it makes no difference for what stands around. */
function offsetOf(text: string, line: number): number {
  let offset = 0;
  for (let at = 0; at < line; at += 1) offset = text.indexOf('\n', offset) + 1;
  return offset;
}
