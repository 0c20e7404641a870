import { type Disposable, type LogOutputChannel, commands, env, l10n, window } from 'vscode';
import { asFailure } from '../shared/failure.ts';
import type { Settings } from '../shared/settings.ts';
import { type AllowedHosts, isEncrypted } from './allowedHosts.ts';
import type { ApiKeys } from './apiKeys.ts';
import { chatCommands } from './chat/chatCommands.ts';
import type { SidebarChat } from './chat/sidebarChat.ts';
import type { CompletionProvider } from './completionProvider.ts';
import { diagnostics } from './diagnostics.ts';
import type { ChatStore } from './history/chatStore.ts';
import { attachedSelection } from './selection.ts';
import { setUp } from './setUp.ts';
import type { ShownTexts } from './shownTexts.ts';
import { type StatusParts, showStatus } from './showStatus.ts';
import { toggleCompletions } from './switches.ts';
import { tell } from './tell.ts';

export interface CommandParts extends StatusParts {
  readonly chat: SidebarChat;
  readonly store: ChatStore;
  readonly texts: ShownTexts;
  readonly completions: CompletionProvider;
  readonly settings: () => Settings;
  readonly allowedHosts: AllowedHosts;
  readonly apiKeys: ApiKeys;
  readonly log: LogOutputChannel;
  readonly extensionVersion: string;
  /** The requests of this session, one line each, newest last. */
  readonly networkActivity: () => readonly string[];
}

/** Every command of package.json and what it does. */
export const commandTable = (parts: CommandParts): Readonly<Record<string, () => unknown>> => ({
  'deepwell.setUp': setUp,
  'deepwell.selectModel': setUp,
  'deepwell.showStatus': () => showStatus(parts),
  'deepwell.focusChat': () => parts.chat.focus(attachedSelection(window.activeTextEditor)),
  ...chatCommands(parts.chat, parts.store, parts.texts),
  'deepwell.explainSelection': () => parts.chat.ask('/explain'),
  'deepwell.triggerCompletion': () => parts.completions.trigger(),
  'deepwell.toggleCompletions': toggleCompletions,
  'deepwell.restartEngine': () => parts.engines.restart(parts.settings()),
  'deepwell.unloadModels': () => unloadModels(parts),
  'deepwell.allowServer': () => allowServer(parts),
  'deepwell.setApiKey': () => setApiKey(parts),
  'deepwell.showNetworkActivity': () =>
    parts.texts.show(l10n.t('Network Activity'), networkReport(parts.networkActivity())),
  'deepwell.copyDiagnostics': () => copyDiagnostics(parts),
  'deepwell.showLog': () => parts.log.show(true),
});

export const registerCommands = (parts: CommandParts): Disposable[] =>
  Object.entries(commandTable(parts)).map(([name, run]) => commands.registerCommand(name, run));

async function unloadModels({ engines, completions }: CommandParts): Promise<void> {
  completions.forget();
  try {
    await engines.unload();
    window.setStatusBarMessage(l10n.t('Deepwell gave back the memory of its models.'), 5000);
  } catch (error) {
    void window.showWarningMessage(tell(asFailure(error)).sentence);
  }
}

/** Asks about the host whose refusal the person is looking at. */
async function allowServer({ allowedHosts, engines, settings }: CommandParts): Promise<void> {
  const refused = engines.failures().find(({ kind }) => kind === 'notLocal');
  if (refused === undefined) {
    void window.showInformationMessage(l10n.t('The configured server needs no permission.'));
    return;
  }
  const { host, address } = refused.facts;
  if (await allowedHosts.ask(String(host), isEncrypted(String(address)))) engines.restart(settings());
}

async function setApiKey({ apiKeys, engines, settings }: CommandParts): Promise<void> {
  const { serverAddress } = settings();
  if (serverAddress === '') {
    void window.showInformationMessage(l10n.t('Enter the server’s address in the settings first.'));
    return;
  }
  if (await apiKeys.enter(serverAddress)) engines.restart(settings());
}

async function copyDiagnostics(parts: CommandParts): Promise<void> {
  await env.clipboard.writeText(diagnostics(parts.extensionVersion, parts.settings(), parts.engines.state));
  void window.showInformationMessage(l10n.t('Deepwell’s diagnostics are on the clipboard.'));
}

const networkReport = (requests: readonly string[]): string =>
  requests.length === 0
    ? l10n.t('Deepwell has made no network request in this window.\n')
    : `${l10n.t('Requests of Deepwell in this window, oldest first:')}\n\n${requests.join('\n')}\n`;
