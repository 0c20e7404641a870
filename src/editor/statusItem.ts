import { Disposable, StatusBarAlignment, ThemeColor, l10n, window } from 'vscode';
import type { Waiting } from '../shared/engine.ts';
import { Failure } from '../shared/failure.ts';
import type { Acceptance } from './acceptance.ts';
import { describeServed } from './describe.ts';
import type { EngineState, Engines } from './engines.ts';
import { type LastShown, tellCount, tellLastShown } from './statusText.ts';
import { tell } from './tell.ts';
import { tellWhyNot } from './tellWhyNot.ts';
import type { WhyNotHere } from './whyNotHere.ts';

export interface StatusItemParts {
  readonly engines: Engines;
  /** Why there is no ghost text in the editor that has the focus. */
  readonly whyNot: () => WhyNotHere | undefined;
  readonly acceptance: Acceptance;
}

interface Shown {
  readonly text: string;
  /** Sentences, the most important first. */
  readonly told: readonly string[];
  readonly isProblem?: boolean;
}

const waitingWords: Readonly<Record<Waiting, () => string>> = {
  queued: () => l10n.t('Ghost text waits for the chat answer.'),
  loading: () => l10n.t('Loading the completion model…'),
  reading: () => l10n.t('Reading the code around the cursor…'),
};

/** The one status bar item: what serves ghost text now, that it works, or why it does not. */
export class StatusItem implements Disposable {
  readonly #item = window.createStatusBarItem('deepwell.status', StatusBarAlignment.Right, 100);
  readonly #parts: StatusItemParts;
  readonly #listening: Disposable;
  #working = 0;
  #waiting: Waiting | undefined;
  #failure: Failure | undefined;
  #whyNot: WhyNotHere | undefined;
  #last: LastShown | undefined;

  constructor(parts: StatusItemParts) {
    this.#parts = parts;
    this.#item.name = 'Deepwell';
    this.#item.command = 'deepwell.showStatus';
    this.#listening = Disposable.from(
      parts.engines.onDidChange(() => (this.failure = undefined)),
      parts.acceptance.onDidChange(() => this.#refresh()),
    );
    this.look();
    this.#item.show();
  }

  /** A completion is being made until the returned function is called. */
  begin(): () => void {
    this.#working += 1;
    this.#refresh();
    return () => {
      this.#working -= 1;
      this.#waiting = undefined;
      this.#refresh();
    };
  }

  /** Why the completion that is being made has not begun. */
  set waiting(stage: Waiting) {
    if (stage === this.#waiting) return;
    this.#waiting = stage;
    this.#refresh();
  }

  /** Completion never pops anything up: its last failure is told here, until one works again. */
  set failure(failure: Failure | undefined) {
    this.#failure = failure;
    this.#refresh();
  }

  /** Why nothing was asked at the newest place. That code is selected, or cursors are many, everyone sees. */
  set whyNot(why: WhyNotHere | undefined) {
    const lasting = why?.kind === 'selecting' || why?.kind === 'severalCursors' ? undefined : why;
    if (JSON.stringify(lasting) === JSON.stringify(this.#whyNot)) return;
    this.#whyNot = lasting;
    this.#refresh();
  }

  set last(last: LastShown) {
    this.#last = last;
    this.#refresh();
  }

  /** Another editor has the focus, or a setting has changed. */
  look(): void {
    this.#whyNot = this.#parts.whyNot();
    this.#refresh();
  }

  dispose(): void {
    this.#listening.dispose();
    this.#item.dispose();
  }

  #refresh(): void {
    const { text, told, isProblem } = this.#shown(this.#parts.engines.state);
    this.#item.text = text;
    // Plain text: what a server calls its model is no Markdown of ours.
    this.#item.tooltip = told.join('\n');
    this.#item.accessibilityInformation = { label: `Deepwell: ${told.join(' ')}` };
    this.#item.backgroundColor = isProblem === true ? new ThemeColor('statusBarItem.warningBackground') : undefined;
  }

  #shown(state: EngineState): Shown {
    if (state.kind === 'looking') return { text: '$(loading~spin) Deepwell', told: [l10n.t('Looking for a model…')] };
    const completion = this.#failure ?? state.served.completion;
    if (completion instanceof Failure)
      return { text: '$(warning) Deepwell', told: [tell(completion).sentence], isProblem: true };
    const { label, demo } = describeServed(state.health, completion);
    const told = [...this.#now(), `${label}.`, ...this.#before()];
    const name = `Deepwell${demo ? ` ${l10n.t('(demo model)')}` : ''}`;
    if (this.#working > 0) return { text: `$(loading~spin) ${name}`, told };
    const isOff = this.#whyNot !== undefined && this.#whyNot.kind !== 'onlyByHand';
    return isOff ? { text: '$(circle-slash) Deepwell', told } : { text: `$(sparkle) ${name}`, told };
  }

  #now(): readonly string[] {
    if (this.#working > 0) return this.#waiting === undefined ? [] : [waitingWords[this.#waiting]()];
    return this.#whyNot === undefined ? [] : [tellWhyNot(this.#whyNot)];
  }

  #before(): readonly string[] {
    const { today } = this.#parts.acceptance;
    return [
      ...(this.#last === undefined ? [] : [tellLastShown(this.#last)]),
      ...(today.shown === 0 ? [] : [tellCount(today)]),
    ];
  }
}
