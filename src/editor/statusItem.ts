import { type Disposable, MarkdownString, StatusBarAlignment, ThemeColor, l10n, window } from 'vscode';
import type { Waiting } from '../shared/engine.ts';
import { Failure } from '../shared/failure.ts';
import { describeServed } from './describe.ts';
import type { EngineState, Engines } from './engines.ts';
import { tell } from './tell.ts';

interface Shown {
  readonly text: string;
  readonly tooltip: string;
  readonly isProblem: boolean;
}

const waitingWords: Readonly<Record<Waiting, () => string>> = {
  queued: () => l10n.t('Ghost text waits for the chat answer.'),
  loading: () => l10n.t('Loading the completion model…'),
  reading: () => l10n.t('Reading the code around the cursor…'),
};

/** The one status bar item: what serves ghost text now, that it works, or why it does not. */
export class StatusItem implements Disposable {
  readonly #item = window.createStatusBarItem('deepwell.status', StatusBarAlignment.Right, 100);
  readonly #engines: Engines;
  readonly #isEnabled: () => boolean;
  readonly #listening: Disposable;
  #working = 0;
  #waiting: Waiting | undefined;
  #failure: Failure | undefined;

  constructor(engines: Engines, isEnabled: () => boolean) {
    this.#engines = engines;
    this.#isEnabled = isEnabled;
    this.#item.name = 'Deepwell';
    this.#item.command = 'deepwell.showStatus';
    this.#listening = engines.onDidChange(() => {
      this.#failure = undefined;
      this.refresh();
    });
    this.refresh();
    this.#item.show();
  }

  /** A completion is being made until the returned function is called. */
  begin(): () => void {
    this.#working += 1;
    this.refresh();
    return () => {
      this.#working -= 1;
      this.#waiting = undefined;
      this.refresh();
    };
  }

  /** Why the completion that is being made has not begun. */
  set waiting(stage: Waiting) {
    if (stage === this.#waiting) return;
    this.#waiting = stage;
    this.refresh();
  }

  /** Completion never pops anything up: its last failure is told here, until one works again. */
  set failure(failure: Failure | undefined) {
    this.#failure = failure;
    this.refresh();
  }

  refresh(): void {
    const shown = this.#shown(this.#engines.state);
    this.#item.text = shown.text;
    this.#item.tooltip = new MarkdownString(shown.tooltip);
    this.#item.accessibilityInformation = { label: `Deepwell: ${shown.tooltip}` };
    this.#item.backgroundColor = shown.isProblem ? new ThemeColor('statusBarItem.warningBackground') : undefined;
  }

  dispose(): void {
    this.#listening.dispose();
    this.#item.dispose();
  }

  #shown(state: EngineState): Shown {
    if (state.kind === 'looking')
      return { text: '$(loading~spin) Deepwell', tooltip: l10n.t('Looking for a model…'), isProblem: false };
    const completion = this.#failure ?? state.served.completion;
    if (completion instanceof Failure)
      return { text: '$(warning) Deepwell', tooltip: tell(completion).sentence, isProblem: true };
    if (!this.#isEnabled())
      return { text: '$(circle-slash) Deepwell', tooltip: l10n.t('Completions are off here.'), isProblem: false };
    const { label, demo } = describeServed(state.health, completion);
    const isWorking = this.#working > 0;
    const tooltip = isWorking && this.#waiting ? `${label}\n\n${waitingWords[this.#waiting]()}` : label;
    const text = `${isWorking ? '$(loading~spin)' : '$(sparkle)'} Deepwell${demo ? ` ${l10n.t('(demo model)')}` : ''}`;
    return { text, tooltip, isProblem: false };
  }
}
