import {
  ConfigurationTarget,
  type Disposable,
  type LogOutputChannel,
  commands,
  env,
  l10n,
  window,
  workspace,
} from 'vscode';
import { explainQuestion } from '../prompt/explain.ts';
import type { Settings } from '../shared/settings.ts';
import type { ChatViewProvider } from './chatView.ts';
import { diagnostics } from './diagnostics.ts';
import type { Engines } from './engines.ts';
import { attachedSelection, attachedSymbol } from './selection.ts';
import { setUp } from './setUp.ts';
import { showStatus } from './showStatus.ts';

export interface CommandParts {
  readonly chat: ChatViewProvider;
  readonly engines: Engines;
  readonly settings: () => Settings;
  readonly log: LogOutputChannel;
  readonly extensionVersion: string;
  /** The requests of this session, one line each, newest last. */
  readonly networkActivity: () => readonly string[];
}

/** Every command of package.json and what it does. */
export const commandTable = (parts: CommandParts): Readonly<Record<string, () => unknown>> => ({
  'deepwell.setUp': setUp,
  'deepwell.selectModel': setUp,
  'deepwell.showStatus': () => showStatus(parts.engines),
  'deepwell.focusChat': () => parts.chat.focus(attachedSelection(window.activeTextEditor)),
  'deepwell.newChat': () => parts.chat.newChat(),
  'deepwell.explainSelection': () => explainSelection(parts.chat),
  'deepwell.triggerCompletion': () => commands.executeCommand('editor.action.inlineSuggest.trigger'),
  'deepwell.toggleCompletions': toggleCompletions,
  'deepwell.restartEngine': () => parts.engines.restart(parts.settings()),
  'deepwell.showNetworkActivity': () => showText(networkReport(parts.networkActivity())),
  'deepwell.copyDiagnostics': () => copyDiagnostics(parts),
  'deepwell.showLog': () => parts.log.show(true),
});

export const registerCommands = (parts: CommandParts): Disposable[] =>
  Object.entries(commandTable(parts)).map(([name, run]) => commands.registerCommand(name, run));

async function explainSelection(chat: ChatViewProvider): Promise<void> {
  const editor = window.activeTextEditor;
  const attachment = attachedSelection(editor) ?? (editor && (await attachedSymbol(editor)));
  if (attachment !== undefined) return chat.ask(explainQuestion, attachment);
  void window.showInformationMessage(l10n.t('Select the code you want explained, then try again.'));
}

async function toggleCompletions(): Promise<void> {
  const configuration = workspace.getConfiguration('deepwell');
  const isOn = configuration.get('completion.enabled') !== false;
  await configuration.update('completion.enabled', !isOn, ConfigurationTarget.Global);
}

async function copyDiagnostics(parts: CommandParts): Promise<void> {
  await env.clipboard.writeText(diagnostics(parts.extensionVersion, parts.settings(), parts.engines.state));
  void window.showInformationMessage(l10n.t('Deepwell’s diagnostics are on the clipboard.'));
}

const networkReport = (requests: readonly string[]): string =>
  requests.length === 0
    ? l10n.t('Deepwell has made no network request in this window.\n')
    : `${l10n.t('Requests of Deepwell in this window, oldest first:')}\n\n${requests.join('\n')}\n`;

async function showText(content: string): Promise<void> {
  await window.showTextDocument(await workspace.openTextDocument({ content, language: 'plaintext' }));
}
