import { ConfigurationTarget, workspace } from 'vscode';
import { isCompletionEnabledElsewhere } from './readSettings.ts';

/** Turns ghost text on or off wherever a language does not say otherwise. */
export async function toggleCompletions(): Promise<void> {
  await workspace
    .getConfiguration('deepwell')
    .update('completion.enabled', !isCompletionEnabledElsewhere(), ConfigurationTarget.Global);
}

/** Turns ghost text on or off for a language. What then is as everywhere is not written down. */
export async function setForLanguage(languageId: string, isOn: boolean): Promise<void> {
  const configuration = workspace.getConfiguration('deepwell', { languageId });
  const inWorkspace = configuration.inspect('completion.enabled')?.workspaceLanguageValue !== undefined;
  await configuration.update(
    'completion.enabled',
    isOn === isCompletionEnabledElsewhere() ? undefined : isOn,
    inWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global,
    true,
  );
}

/** Ghost text while typing, or only when it is asked for by hand. */
export async function setTrigger(trigger: 'automatic' | 'manual'): Promise<void> {
  const configuration = workspace.getConfiguration('deepwell');
  const inWorkspace = configuration.inspect('completion.trigger')?.workspaceValue !== undefined;
  await configuration.update(
    'completion.trigger',
    trigger,
    inWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global,
  );
}
