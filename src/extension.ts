import { type ExtensionContext, type LogOutputChannel, Uri, languages, window, workspace } from 'vscode';
import { Acceptance } from './editor/acceptance.ts';
import { AllowedHosts, isEncrypted } from './editor/allowedHosts.ts';
import { ApiKeys } from './editor/apiKeys.ts';
import { SidebarChat } from './editor/chat/sidebarChat.ts';
import { registerCommands } from './editor/commands.ts';
import { CompetitorNotice } from './editor/competitors.ts';
import { CompletionProvider, completionDocuments } from './editor/completionProvider.ts';
import { needsSetUp, setContextKey } from './editor/contextKeys.ts';
import { Engines } from './editor/engines.ts';
import { Exclusion } from './editor/exclusion.ts';
import { gateOf } from './editor/here.ts';
import { ChatStore } from './editor/history/chatStore.ts';
import { tellSetAside } from './editor/history/tellSetAside.ts';
import { readSettings } from './editor/readSettings.ts';
import { RelatedSources } from './editor/relatedSources.ts';
import { reasoningFolding } from './editor/reasoningFolding.ts';
import { emptyTree } from './editor/setUp.ts';
import { ContextSources } from './editor/sources/contextSources.ts';
import { WorkspaceNames } from './editor/sources/names.ts';
import { ShownTexts } from './editor/shownTexts.ts';
import { StatusItem } from './editor/statusItem.ts';
import { createEmbeddedEngine } from './engines/embedded/parent.ts';
import { ProcessRegistry } from './engines/embedded/processRegistry.ts';
import { processTable } from './engines/embedded/processTable.ts';
import { type Net, createNet } from './engines/net.ts';
import { describeRequest } from './engines/networkActivity.ts';
import { createOllamaEngine } from './engines/ollama.ts';
import { createServerEngine } from './engines/openai.ts';
import type { WhyNotHere } from './editor/whyNotHere.ts';
import type { Engine } from './shared/engine.ts';
import type { Log } from './shared/log.ts';
import type { Settings } from './shared/settings.ts';

/** Ends what the engines started; VS Code waits for it when the window closes. */
let end = async (): Promise<void> => undefined;

export function activate(context: ExtensionContext): void {
  const startedAt = performance.now();
  const channel = window.createOutputChannel('Deepwell', { log: true });
  const log = logTo(channel);
  const allowedHosts = new AllowedHosts(context.globalState);
  const apiKeys = new ApiKeys(context.secrets);
  const parts: EngineParts = {
    net: createNet({ log, isAllowed: host => allowedHosts.isAllowed(host) }),
    apiKeys,
    childPath: Uri.joinPath(context.extensionUri, 'dist', 'engine.mjs').fsPath,
    modelsFolder: Uri.joinPath(context.globalStorageUri, 'models').fsPath,
    registry: new ProcessRegistry(Uri.joinPath(context.globalStorageUri, 'processes').fsPath, processTable),
    log,
  };
  let settings = readSettings(log);

  const engines = new Engines(chosen => candidateEngines(chosen, parts), log);
  const store = new ChatStore(Uri.joinPath(context.globalStorageUri, 'chats').fsPath, {
    log,
    now: Date.now,
    setAside: tellSetAside,
  });
  const isOnlyByHand = (): boolean => settings.completionTrigger === 'manual';
  const exclusion = new Exclusion(() => settings);
  const sources = new ContextSources({ exclusion });
  const names = new WorkspaceNames();
  const texts = new ShownTexts();
  const chat = new SidebarChat(context, { engines, store, sources, names, texts, settings: () => settings, log });
  const gate = gateOf({ isOnlyByHand, whyExcluded: document => exclusion.whyExcluded(document) });
  const whyNot = (): WhyNotHere | undefined => {
    const editor = window.activeTextEditor;
    return editor && gate(editor.document, editor.selection.active, false);
  };
  end = async () => {
    await chat.open.end();
    await Promise.all([store.close(), engines.end()]);
  };
  const acceptance = new Acceptance(context.globalState);
  const status = new StatusItem({ engines, whyNot, acceptance });
  const related: RelatedSources = new RelatedSources({
    exclusion,
    documents: completionDocuments,
    budget: () => completions.relatedTokens,
    log,
  });
  const completions = new CompletionProvider({
    engines,
    status,
    gate,
    acceptance,
    competitors: new CompetitorNotice(context.globalState),
    related,
    settings: () => settings,
    log,
  });

  context.subscriptions.push(
    channel,
    engines,
    chat,
    sources,
    names,
    texts,
    acceptance,
    status,
    exclusion,
    related,
    completions,
    engines.onDidChange(state => setContextKey('deepwell.needsSetUp', needsSetUp(state))),
    engines.onDidChange(() => void offerHosts(engines, allowedHosts, () => settings)),
    window.registerWebviewViewProvider('deepwell.chat', chat.page),
    window.registerTreeDataProvider('deepwell.setup', emptyTree),
    window.onDidChangeActiveTextEditor(() => status.look()),
    languages.registerFoldingRangeProvider({ language: 'markdown' }, reasoningFolding),
    ...registerCommands({
      chat,
      store,
      texts,
      completions,
      engines,
      acceptance,
      isOnlyByHand,
      whyNot,
      settings: () => settings,
      log: channel,
      extensionVersion: String(context.extension.packageJSON.version),
      allowedHosts,
      apiKeys,
      networkActivity: () => parts.net.activity().map(describeRequest),
    }),
    workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('editor.inlineSuggest.enabled')) status.look();
      if (!change.affectsConfiguration('deepwell')) return;
      const before = settings;
      settings = readSettings(log);
      if (needsNewEngine(before, settings)) engines.restart(settings);
      chat.refresh();
      status.look();
    }),
  );

  engines.restart(settings);
  setImmediate(() => {
    endOrphans(parts);
    startChat(chat, store, settings, log);
  });
  log('extension.activated', { ms: Math.round((performance.now() - startedAt) * 10) / 10 });
}

export const deactivate = (): Promise<void> => end();

/** The person has just set an address on another computer: whether it may be used is asked here, once for each host. */
async function offerHosts(engines: Engines, hosts: AllowedHosts, settings: () => Settings): Promise<void> {
  const refused = engines.failures().find(({ kind }) => kind === 'notLocal');
  if (refused === undefined) return;
  const { host, address } = refused.facts;
  if (await hosts.offer(String(host), isEncrypted(String(address)))) engines.restart(settings());
}

/** What this workspace had open last is shown again, and what is older than the person wants to keep goes. */
function startChat(chat: SidebarChat, store: ChatStore, { historyKeepDays }: Settings, log: Log): void {
  const failed = (event: string) => (error: unknown) =>
    log(event, { error: error instanceof Error ? error.name : 'unknown' });
  chat.start().catch(failed('history.notReopened'));
  store.sweep(historyKeepDays).catch(failed('history.notSwept'));
}

function endOrphans({ registry, log }: EngineParts): void {
  const ended = registry.sweep();
  if (ended.length > 0) log('engine.orphansEnded', { count: ended.length });
}

interface EngineParts {
  readonly net: Net;
  readonly apiKeys: ApiKeys;
  readonly childPath: string;
  /** Where model files lie unless the settings name another folder. */
  readonly modelsFolder: string;
  readonly registry: ProcessRegistry;
  readonly log: Log;
}

/** The engines the settings allow, in order of preference. */
function candidateEngines(
  settings: Settings,
  { net, apiKeys, childPath, modelsFolder, registry, log }: EngineParts,
): readonly Engine[] {
  const { ollamaAddress, serverAddress, chatContextLength, keepAlive } = settings;
  const models = { completion: settings.completionModel, chat: settings.chatModel };
  const files = { completion: fileOrNone(models.completion), chat: fileOrNone(models.chat) };
  const named = { completion: nameOrNone(models.completion), chat: nameOrNone(models.chat) };

  const embedded = (own: typeof models): Engine =>
    createEmbeddedEngine({
      childPath,
      models: own,
      folder: settings.modelsFolder === '' ? modelsFolder : settings.modelsFolder,
      contextLength: { chat: chatContextLength },
      keepAlive,
      registry,
      log,
    });
  const ollama = (own: typeof models): Engine =>
    createOllamaEngine({ address: ollamaAddress, models: own, chatContextLength, keepAlive, log, net });
  const server = (own: typeof models): Engine =>
    createServerEngine({
      address: serverAddress,
      apiKey: () => apiKeys.of(serverAddress),
      models: own,
      keepAlive,
      chatContextLength,
      log,
      net,
    });

  switch (settings.engine) {
    case 'embedded':
      return [embedded(models)];
    case 'ollama':
      return [ollama(models)];
    case 'server':
      return [server(models)];
    case 'auto': {
      const servers = serverAddress === '' ? [ollama(named)] : [ollama(named), server(named)];
      // A file named in the settings is a choice already made; otherwise what runs is taken first.
      return files.completion !== '' || files.chat !== ''
        ? [embedded(files), ...servers]
        : [...servers.slice(0, 1), embedded(files), ...servers.slice(1)];
    }
  }
}

const isFile = (model: string): boolean => /\.gguf$/i.test(model);
const fileOrNone = (model: string): string => (isFile(model) ? model : '');
const nameOrNone = (model: string): string => (isFile(model) ? '' : model);

/** What the engines are made with: a change of any of these makes them anew. */
const engineSettings: readonly (keyof Settings)[] = [
  'engine',
  'ollamaAddress',
  'serverAddress',
  'modelsFolder',
  'completionModel',
  'chatModel',
  'chatContextLength',
  'keepAlive',
];

const needsNewEngine = (before: Settings, now: Settings): boolean =>
  engineSettings.some(name => before[name] !== now[name]);

const logTo =
  (channel: LogOutputChannel): Log =>
  (event, facts = {}) =>
    channel.info(`${event} ${JSON.stringify(facts)}`);
