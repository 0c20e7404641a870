import { QuickPickItemKind, type QuickPickItem, commands, l10n, window } from 'vscode';
import { reasons } from '../models/families.ts';
import type { Health, Purpose } from '../shared/engine.ts';
import { Failure } from '../shared/failure.ts';
import type { Acceptance } from './acceptance.ts';
import { describeServed } from './describe.ts';
import type { EngineState, Engines, Served } from './engines.ts';
import { isCompletionEnabled } from './readSettings.ts';
import { tellCount } from './statusText.ts';
import { setForLanguage, setTrigger, toggleCompletions } from './switches.ts';
import { tell } from './tell.ts';
import { tellWhyNot } from './tellWhyNot.ts';
import type { WhyNotHere } from './whyNotHere.ts';

interface Choice extends QuickPickItem {
  readonly run?: () => unknown;
}

export interface StatusParts {
  readonly engines: Engines;
  readonly acceptance: Acceptance;
  readonly isOnlyByHand: () => boolean;
  /** Why there is no ghost text in the editor that has the focus. */
  readonly whyNot: () => WhyNotHere | undefined;
}

/** What the status bar item opens: what serves what, what one can turn on and off, and the things one does next. */
export async function showStatus(parts: StatusParts): Promise<void> {
  const chosen = await window.showQuickPick<Choice>(choices(parts), { title: 'Deepwell' });
  await chosen?.run?.();
}

const choices = ({ engines, acceptance, isOnlyByHand, whyNot }: StatusParts): Choice[] => [
  ...modelLines(engines.state),
  ...whyLines(whyNot()),
  separator(l10n.t('Ghost text')),
  { label: l10n.t('$(sparkle) Turn completions on or off'), run: toggleCompletions },
  ...languageSwitch(),
  isOnlyByHand()
    ? { label: l10n.t('$(zap) Show ghost text while typing'), run: () => setTrigger('automatic') }
    : { label: l10n.t('$(zap) Show ghost text only when asked by hand'), run: () => setTrigger('manual') },
  // VS Code does not tell extensions whether it is snoozing.
  doing(l10n.t('$(bell-slash) Snooze ghost text…'), 'editor.action.inlineSuggest.snooze'),
  doing(l10n.t('$(bell) End the snooze'), 'editor.action.inlineSuggest.cancelSnooze'),
  ...countLines(acceptance),
  separator(''),
  doing(l10n.t('$(comment-discussion) Open the chat'), 'deepwell.focusChat'),
  doing(l10n.t('$(gear) Choose a model…'), 'deepwell.selectModel'),
  doing(l10n.t('$(debug-restart) Restart the engine'), 'deepwell.restartEngine'),
  doing(l10n.t('$(chip) Unload the models'), 'deepwell.unloadModels'),
  doing(l10n.t('$(globe) Show network activity'), 'deepwell.showNetworkActivity'),
  doing(l10n.t('$(output) Show the log'), 'deepwell.showLog'),
];

const separator = (label: string): Choice => ({ label, kind: QuickPickItemKind.Separator });

const doing = (label: string, command: string): Choice => ({ label, run: () => commands.executeCommand(command) });

const whyLines = (why: WhyNotHere | undefined): Choice[] =>
  why === undefined ? [] : [{ label: l10n.t('$(info) No ghost text here'), detail: tellWhyNot(why) }];

function languageSwitch(): Choice[] {
  const document = window.activeTextEditor?.document;
  if (document === undefined) return [];
  const { languageId } = document;
  return isCompletionEnabled(document)
    ? [
        {
          label: l10n.t('$(code) Turn completions off for {0}', languageId),
          run: () => setForLanguage(languageId, false),
        },
      ]
    : [
        {
          label: l10n.t('$(code) Turn completions on for {0}', languageId),
          run: () => setForLanguage(languageId, true),
        },
      ];
}

/** What was counted, on this computer only. Nothing before something was. */
function countLines(acceptance: Acceptance): Choice[] {
  const { today, total } = acceptance;
  if (total.shown === 0) return [];
  const detail = l10n.t(
    'In 30 days {0} of {1} taken; {2} still there after 30 seconds, {3} after 5 minutes.',
    total.taken,
    total.shown,
    total.kept,
    total.keptLong,
  );
  return [
    { label: `$(graph) ${tellCount(today)}`, detail },
    { label: l10n.t('$(trash) Forget these numbers'), run: () => acceptance.forget() },
  ];
}

function modelLines(state: EngineState): Choice[] {
  if (state.kind === 'looking') return [{ label: l10n.t('Looking for a model…') }];
  return (['completion', 'chat'] as const).map(purpose => {
    const served = state.served[purpose];
    const label = purpose === 'completion' ? l10n.t('Completion') : l10n.t('Chat');
    return served instanceof Failure
      ? { ...doing(`$(warning) ${label}`, 'deepwell.setUp'), detail: tell(served).sentence }
      : { label: `$(check) ${label}`, detail: detailOf(state.health, served, purpose) };
  });
}

/** The engine and the model; what a person would miss in its answers; and on which terms it may be used. */
function detailOf(health: Health, served: Served, purpose: Purpose): string {
  const { label } = describeServed(health, served);
  const missing = purpose === 'chat' && !reasons(served.family) ? [l10n.t('answers without reasoning')] : [];
  return [label, ...missing, l10n.t('licence: {0}', served.family.licence)].join(' · ');
}
