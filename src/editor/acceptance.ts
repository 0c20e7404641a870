import {
  type Command,
  Disposable,
  EventEmitter,
  type Memento,
  Range,
  type TextDocument,
  type TextDocumentChangeEvent,
  commands,
  workspace,
} from 'vscode';
import {
  type Counted,
  type DailyCounts,
  type DayCount,
  counted,
  dayOf,
  nothingCounted,
  parseCounts,
  totalOf,
} from './dailyCounts.ts';
import { type Span, isKept, moved } from './keptText.ts';

const storedAs = 'deepwell.completionCounts';

/** VS Code runs it when a person has taken ghost text; of a word or a line taken alone it tells nothing. */
const takenCommand = '_deepwell.taken';

/** Milliseconds after which taken text is looked for. */
const looks = [
  { after: 30_000, counts: 'kept' },
  { after: 300_000, counts: 'keptLong' },
] as const;

/** Counts are written so many milliseconds after the first one that is not. */
const writeDelay = 5000;

/** Ghost text that was shown. */
export interface ShownText {
  readonly document: TextDocument;
  /** Where it begins, in UTF-16 units. */
  readonly start: number;
  readonly text: string;
}

/** Taken text that is followed through the changes of its document. */
interface Taken {
  readonly document: TextDocument;
  readonly text: string;
  span: Span;
}

/**
 * Counts what becomes of ghost text: shown, taken, still there a while later. A few numbers a day in VS Code's own storage,
 * for the person's eyes only: nothing sends them.
 */
export class Acceptance implements Disposable {
  readonly #stored: Memento;
  readonly #taken = new Set<Taken>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #listening: Disposable;
  #counts: DailyCounts;
  #writing: NodeJS.Timeout | undefined;
  #newest: ShownText | undefined;

  constructor(stored: Memento) {
    this.#stored = stored;
    this.#counts = parseCounts(stored.get(storedAs));
    this.#listening = Disposable.from(
      commands.registerCommand(takenCommand, (shown: ShownText) => this.#take(shown)),
      workspace.onDidChangeTextDocument(change => this.#follow(change)),
    );
  }

  get today(): DayCount {
    return this.#counts[dayOf(new Date())] ?? nothingCounted;
  }

  /** Of all days that are remembered. */
  get total(): DayCount {
    return totalOf(this.#counts);
  }

  /** Ghost text was handed to the editor. Its rest, shown again while a person types it, is no other one. */
  shown(shown: ShownText): void {
    const before = this.#newest;
    this.#newest = shown;
    if (before?.document === shown.document && before.text.endsWith(shown.text)) return;
    this.#count('shown');
  }

  /** What an item has to run when it is taken. */
  commandFor(shown: ShownText): Command {
    return { command: takenCommand, title: '', arguments: [shown] };
  }

  async forget(): Promise<void> {
    this.#counts = {};
    this.#taken.clear();
    this.#changed.fire();
    await this.#stored.update(storedAs, undefined);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
    for (const timer of this.#timers) clearTimeout(timer);
    if (this.#writing !== undefined) this.#write();
  }

  #take({ document, start, text }: ShownText): void {
    this.#count('taken');
    this.#newest = undefined;
    const taken: Taken = { document, text, span: { start, end: start + text.length } };
    this.#taken.add(taken);
    for (const { after, counts } of looks) this.#later(after, () => this.#look(taken, counts));
    this.#later(Math.max(...looks.map(({ after }) => after)), () => this.#taken.delete(taken));
  }

  /** A document closed meanwhile keeps the text it was closed with. */
  #look(taken: Taken, counts: Counted): void {
    if (!this.#taken.has(taken)) return;
    const { document, text, span } = taken;
    const now = document.getText(new Range(document.positionAt(span.start), document.positionAt(span.end)));
    if (isKept(text, now)) this.#count(counts);
  }

  #follow({ document, contentChanges }: TextDocumentChangeEvent): void {
    for (const taken of this.#taken) {
      if (taken.document !== document) continue;
      // VS Code gives changes from the end of the document to its start, so that each finds what is before it unchanged.
      for (const { rangeOffset, rangeLength, text } of contentChanges)
        taken.span = moved(taken.span, { start: rangeOffset, length: rangeLength, inserted: text.length });
    }
  }

  #later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms);
    this.#timers.add(timer);
  }

  #count(what: Counted): void {
    this.#counts = counted(this.#counts, dayOf(new Date()), what);
    this.#changed.fire();
    this.#writing ??= setTimeout(() => this.#write(), writeDelay);
  }

  #write(): void {
    clearTimeout(this.#writing);
    this.#writing = undefined;
    void this.#stored.update(storedAs, this.#counts);
  }
}
