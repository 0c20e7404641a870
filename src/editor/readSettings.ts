import { type ConfigurationScope, l10n, window, workspace } from 'vscode';
import type { Log } from '../shared/log.ts';
import { type Settings, parseSettings } from '../shared/settings.ts';

/** Each setting's name under "deepwell." */
const names: Readonly<Record<keyof Settings, string>> = {
  engine: 'engine',
  ollamaAddress: 'ollama.address',
  serverAddress: 'server.address',
  modelsFolder: 'models.folder',
  completionModel: 'completion.model',
  chatModel: 'chat.model',
  chatContextLength: 'chat.contextLength',
  keepAlive: 'keepAlive',
  reasoningPanel: 'chat.reasoningPanel',
  thinking: 'chat.thinking',
  loopGuard: 'chat.loopGuard',
  historyKeepDays: 'history.keepDays',
  completionTrigger: 'completion.trigger',
  completionMaxLines: 'completion.maxLines',
  completionExclude: 'completion.exclude',
  completionExcludeGitIgnored: 'completion.excludeGitIgnored',
};

/** The settings, checked. A malformed one is told and its default is used. */
export function readSettings(log: Log): Settings {
  const configuration = workspace.getConfiguration('deepwell');
  const raw = Object.fromEntries(
    Object.entries(names).map(([key, name]) => [key, configuration.get(name) ?? undefined]),
  );
  const { settings, malformed } = parseSettings(raw);
  if (malformed.length > 0) {
    const told = malformed.map(key => `deepwell.${names[key]}`).join(', ');
    log('settings.malformed', { names: told });
    void window.showWarningMessage(l10n.t('Not valid, so Deepwell uses the default: {0}', told));
  }
  return settings;
}

/** May be set for a language alone, so it is asked for a document. */
export const isCompletionEnabled = (scope: ConfigurationScope): boolean =>
  workspace.getConfiguration('deepwell', scope).get('completion.enabled') !== false;

/** Where no language says otherwise. */
export const isCompletionEnabledElsewhere = (): boolean =>
  workspace.getConfiguration('deepwell').get('completion.enabled') !== false;
