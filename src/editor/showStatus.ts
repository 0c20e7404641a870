import { QuickPickItemKind, type QuickPickItem, commands, l10n, window } from 'vscode';
import { Failure } from '../shared/failure.ts';
import { reasons } from '../models/families.ts';
import type { Health, Purpose } from '../shared/engine.ts';
import { describeServed } from './describe.ts';
import type { EngineState, Engines, Served } from './engines.ts';
import { tell } from './tell.ts';

interface Choice extends QuickPickItem {
  readonly command?: string;
}

const actions: readonly Choice[] = [
  { label: l10n.t('$(comment-discussion) Open the chat'), command: 'deepwell.focusChat' },
  { label: l10n.t('$(sparkle) Turn completions on or off'), command: 'deepwell.toggleCompletions' },
  { label: l10n.t('$(gear) Choose a model…'), command: 'deepwell.selectModel' },
  { label: l10n.t('$(debug-restart) Restart the engine'), command: 'deepwell.restartEngine' },
  { label: l10n.t('$(chip) Unload the models'), command: 'deepwell.unloadModels' },
  { label: l10n.t('$(globe) Show network activity'), command: 'deepwell.showNetworkActivity' },
  { label: l10n.t('$(output) Show the log'), command: 'deepwell.showLog' },
];

/** What the status bar item opens: what serves what, and the things one does next. */
export async function showStatus(engines: Engines): Promise<void> {
  const chosen = await window.showQuickPick<Choice>(
    [...modelLines(engines.state), { label: '', kind: QuickPickItemKind.Separator }, ...actions],
    { title: 'Deepwell' },
  );
  if (chosen?.command !== undefined) await commands.executeCommand(chosen.command);
}

function modelLines(state: EngineState): Choice[] {
  if (state.kind === 'looking') return [{ label: l10n.t('Looking for a model…') }];
  return (['completion', 'chat'] as const).map(purpose => {
    const served = state.served[purpose];
    const label = purpose === 'completion' ? l10n.t('Completion') : l10n.t('Chat');
    return served instanceof Failure
      ? { label: `$(warning) ${label}`, detail: tell(served).sentence, command: 'deepwell.setUp' }
      : { label: `$(check) ${label}`, detail: detailOf(state.health, served, purpose) };
  });
}

/** The engine and the model; what a person would miss in its answers; and on which terms it may be used. */
function detailOf(health: Health, served: Served, purpose: Purpose): string {
  const { label } = describeServed(health, served);
  const missing = purpose === 'chat' && !reasons(served.family) ? [l10n.t('answers without reasoning')] : [];
  return [label, ...missing, l10n.t('licence: {0}', served.family.licence)].join(' · ');
}
