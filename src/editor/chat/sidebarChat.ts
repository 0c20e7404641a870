import { type Disposable, type ExtensionContext, l10n, window } from 'vscode';
import type { ChatModel } from '../../chat/running.ts';
import type { Attachment } from '../../prompt/attachments.ts';
import type { AssistantTurnView, ChatView, Thinking } from '../../shared/chat.ts';
import { Failure } from '../../shared/failure.ts';
import type { Log } from '../../shared/log.ts';
import type { Settings } from '../../shared/settings.ts';
import { describeServed } from '../describe.ts';
import type { Engines, Served } from '../engines.ts';
import type { ChatStore } from '../history/chatStore.ts';
import type { ContextSources } from '../sources/contextSources.ts';
import type { WorkspaceNames } from '../sources/names.ts';
import type { ShownTexts } from '../shownTexts.ts';
import { tell } from '../tell.ts';
import { Asking } from './asking.ts';
import { ChatRequests } from './chatRequests.ts';
import { ChatViewProvider } from './chatView.ts';
import { chatHelp } from './help.ts';
import { OpenChat } from './openChat.ts';
import { raiseContext } from './raiseContext.ts';

export interface SidebarChatParts {
  readonly engines: Engines;
  readonly store: ChatStore;
  readonly sources: ContextSources;
  readonly names: WorkspaceNames;
  readonly texts: ShownTexts;
  readonly settings: () => Settings;
  readonly log: Log;
}

/** Chat as a person meets it: the page, the conversation that is open, and what is about to be asked. */
export class SidebarChat implements Disposable {
  readonly #parts: SidebarChatParts;
  readonly #listening: readonly Disposable[];
  readonly open: OpenChat;
  readonly page: ChatViewProvider;
  readonly #asking: Asking;
  readonly #requests: ChatRequests;

  constructor(context: ExtensionContext, parts: SidebarChatParts) {
    this.#parts = parts;
    const { engines, store, sources, log, settings } = parts;
    this.page = new ChatViewProvider(context, {
      view: () => this.#view(),
      turn: id => this.#reply(id),
      obey: request => this.#requests.obey(request),
      log,
    });
    this.open = new OpenChat({
      store,
      memory: context.workspaceState,
      session: {
        reach: signal => this.#reach(signal),
        known: () => this.#known(),
        nameWriter: (model, temperature) =>
          temperature === undefined ? model : l10n.t('{0}, temperature {1}', model, temperature),
        tell,
        clock: () => performance.now(),
        now: () => Date.now(),
        log,
        thinking: () => settings().thinking,
        loopGuard: () => settings().loopGuard,
      },
      changed: change => this.page.changed(change),
      notSaved: () =>
        void window.showWarningMessage(
          l10n.t('This chat could not be saved. It goes on; what is written now may be missing after a restart.'),
        ),
      log,
    });
    this.#asking = new Asking({
      open: this.open,
      sources,
      model: () => this.#served(),
      thinking: () => this.#thinking(),
      changed: () => this.page.refresh(),
      draft: text => this.page.post({ kind: 'draft', text }),
      raiseContext,
      obey: what => (what === 'help' ? parts.texts.show(l10n.t('Chat Help'), chatHelp()) : this.newChat()),
    });
    this.#requests = new ChatRequests({
      ...parts,
      open: this.open,
      page: this.page,
      asking: this.#asking,
      temperature: () => this.#served()?.family.sampling.temperature,
      newChat: () => this.newChat(),
    });
    this.#listening = [
      engines.onDidChange(() => this.page.refresh()),
      sources.onDidChangeStanding(() => void this.#asking.refresh()),
    ];
  }

  /** Shows the chat that was open last, with the rules and notes of the workspace. */
  async start(): Promise<void> {
    await this.open.reopen();
    await this.#asking.refresh();
  }

  /** Shows the chat and puts the cursor into its text field; the attachment becomes what the next message is about. */
  async focus(attachment?: Attachment): Promise<void> {
    if (attachment !== undefined) this.#asking.add(attachment);
    await this.page.show();
    this.page.post({ kind: 'focus' });
    await this.#asking.refresh();
  }

  /** Asks in the chat as if the person had typed it; what is being written there stays. */
  async ask(typed: string): Promise<void> {
    await this.page.show();
    await this.#asking.sendApart(typed);
  }

  async newChat(): Promise<void> {
    await this.open.startNew();
    this.#asking.clear();
    await this.page.show();
    this.page.post({ kind: 'focus' });
  }

  /** Shows a stored chat. */
  async show(id: string): Promise<void> {
    await this.open.open(id);
    this.#asking.clear();
    await this.page.show();
    this.page.post({ kind: 'focus' });
  }

  /** The settings changed. */
  refresh(): void {
    this.page.refresh();
  }

  dispose(): void {
    for (const listening of this.#listening) listening.dispose();
    this.#requests.dispose();
    this.#asking.dispose();
    this.open.dispose();
    this.page.dispose();
  }

  async #reach(signal: AbortSignal): Promise<ChatModel> {
    return chatModel(await this.#parts.engines.serve('chat', signal));
  }

  #known(): ChatModel | undefined {
    const served = this.#served();
    return served && chatModel(served);
  }

  #served(): Served | undefined {
    const { state } = this.#parts.engines;
    return state.kind === 'found' && !(state.served.chat instanceof Failure) ? state.served.chat : undefined;
  }

  #thinking(): Thinking {
    return this.open.session.chat.thinking ?? this.#parts.settings().thinking;
  }

  #reply(id: string): AssistantTurnView | undefined {
    const turn = this.open.session.turn(id);
    return turn?.role === 'assistant' ? turn : undefined;
  }

  #view(): ChatView {
    const { state } = this.#parts.engines;
    const served = this.#served();
    const failure = state.kind === 'found' && state.served.chat instanceof Failure ? state.served.chat : undefined;
    const { session } = this.open;
    const { chat } = session;
    return {
      chatId: chat.id,
      title: chat.title,
      turns: session.turns,
      reasoningPanel: this.#parts.settings().reasoningPanel,
      openedByHand: chat.openedByHand,
      model: state.kind === 'found' && served !== undefined ? describeServed(state.health, served) : undefined,
      problem: failure && tell(failure),
      chips: this.#asking.chips,
      thinking: this.#thinking(),
      room: this.#asking.room,
      unfit: this.#asking.unfit,
      heldElsewhere: this.open.isHeldElsewhere,
    };
  }
}

const chatModel = ({
  engine,
  family,
  modelName,
  contextLength,
  longestContext,
  cacheBytesPerToken,
}: Served): ChatModel => ({
  engine,
  family,
  label: modelName,
  contextLength,
  ...(longestContext !== undefined && { longestContext }),
  ...(cacheBytesPerToken !== undefined && { cacheBytesPerToken }),
});
