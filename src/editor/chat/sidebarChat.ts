import { type Disposable, type ExtensionContext, ConfigurationTarget, l10n, window, workspace } from 'vscode';
import type { ChatModel } from '../../chat/running.ts';
import type { Attachment } from '../../prompt/attachments.ts';
import type { AssistantTurnView, ChatView, Thinking } from '../../shared/chat.ts';
import { Failure } from '../../shared/failure.ts';
import type { Log } from '../../shared/log.ts';
import type { FromPage } from '../../shared/protocol.ts';
import type { Settings } from '../../shared/settings.ts';
import { describeServed } from '../describe.ts';
import type { Engines, Served } from '../engines.ts';
import type { ChatStore } from '../history/chatStore.ts';
import type { ContextSources } from '../sources/contextSources.ts';
import type { WorkspaceNames } from '../sources/names.ts';
import type { ShownTexts } from '../shownTexts.ts';
import { tell } from '../tell.ts';
import { Asking } from './asking.ts';
import { ChatViewProvider } from './chatView.ts';
import { chatHelp } from './help.ts';
import { OpenChat } from './openChat.ts';
import { obeyEditor } from './pageRequests.ts';
import { viewPrompt } from './promptView.ts';
import { chooseHow } from './regenerate.ts';

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
  #suggesting = new AbortController();

  constructor(context: ExtensionContext, parts: SidebarChatParts) {
    this.#parts = parts;
    const { engines, store, sources, log, settings } = parts;
    this.page = new ChatViewProvider(context, {
      view: () => this.#view(),
      turn: id => this.#reply(id),
      obey: request => this.#obeySafely(request),
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

  /** Asks in the chat as if the person had typed it. */
  async ask(question: string, attachment: Attachment): Promise<void> {
    await this.page.show();
    this.#asking.add(attachment);
    await this.#asking.send(question);
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
    this.#suggesting.abort();
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

  #obeySafely(request: Exclude<FromPage, { kind: 'ready' }>): void {
    this.#obey(request).catch((error: unknown) => {
      // The message could hold what the model or the person wrote; the kind of error is enough.
      this.#parts.log('page.requestFailed', {
        request: request.kind,
        error: error instanceof Error ? error.name : 'unknown',
      });
    });
  }

  async #obey(request: Exclude<FromPage, { kind: 'ready' }>): Promise<void> {
    const { session } = this.open;
    switch (request.kind) {
      case 'send':
        return this.#asking.send(request.text);
      case 'fit':
        return this.#asking.decide(request.choice);
      case 'stop':
        return session.stop();
      case 'newChat':
        return this.newChat();
      case 'attach':
        return this.#asking.attach(request.id);
      case 'removeAttachment':
        return this.#asking.remove(request.id);
      case 'dropped':
        return this.#asking.drop(request.uris);
      case 'suggest':
        return this.#suggest(request.query);
      case 'resolve':
        return this.#resolve(request.names);
      case 'viewPrompt':
        return viewPrompt(session.sent(request.id), this.#parts.texts);
      case 'panel':
        return session.setPanel(request.id, request.open);
      case 'imageRefused':
        void window.showWarningMessage(this.#parts.sources.imageRefused());
        return;
      case 'copy':
      case 'insert':
      case 'newFile':
      case 'open':
      case 'act':
        return obeyEditor(request, this.#parts.sources.editor);
      case 'thinking':
      case 'retry':
      case 'regenerate':
      case 'editMessage':
      case 'branch':
      case 'answerNow':
      case 'continueThinking':
      case 'continueAnswer':
      case 'editThought':
      case 'letItThink':
      case 'raiseContext':
        return this.#change(request);
    }
  }

  /** What adds to the conversation: a chat that another window holds becomes a copy first. */
  async #change(request: ChangeRequest): Promise<void> {
    await this.open.claim();
    const { session } = this.open;
    switch (request.kind) {
      case 'thinking':
        session.setThinking(request.level);
        return this.page.refresh();
      case 'retry':
        this.#parts.engines.recheck();
        return session.retry(request.id);
      case 'regenerate':
        return this.#regenerate(request.id, request.choose);
      case 'editMessage':
        return session.editMessage(request.id, request.text);
      case 'branch':
        return session.showBranch(request.id, request.number);
      case 'answerNow':
        return session.answerNow(request.id);
      case 'continueThinking':
        return session.continueThinking(request.id);
      case 'continueAnswer':
        return session.continueAnswer(request.id);
      case 'editThought':
        return session.editThought(request.id, request.text);
      case 'letItThink':
        return session.letItThink(request.id);
      case 'raiseContext':
        return this.#raiseContext(request.id);
    }
  }

  async #regenerate(id: string, choose: boolean): Promise<void> {
    const how = choose ? await chooseHow(this.#served()?.family.sampling.temperature) : {};
    if (how !== undefined) await this.open.session.regenerate(id, how);
  }

  async #raiseContext(id: string): Promise<void> {
    const reply = this.#reply(id);
    const longer = reply?.can.raiseContext;
    if (reply === undefined || longer === undefined) return;
    await raiseContext(longer.tokens);
    const { session } = this.open;
    await (reply.answer === '' ? session.continueThinking(id) : session.continueAnswer(id));
  }

  async #suggest(query: string): Promise<void> {
    this.#suggesting.abort();
    this.#suggesting = new AbortController();
    const { signal } = this.#suggesting;
    const items = await this.#parts.sources.suggest(query, signal);
    if (!signal.aborted) this.page.post({ kind: 'suggestions', query, items });
  }

  async #resolve(names: readonly string[]): Promise<void> {
    const resolved = await this.#parts.names.resolve(names, new AbortController().signal);
    this.page.post({ kind: 'resolved', names: resolved });
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

type ChangeRequest = Extract<
  FromPage,
  {
    kind:
      | 'thinking'
      | 'retry'
      | 'regenerate'
      | 'editMessage'
      | 'branch'
      | 'answerNow'
      | 'continueThinking'
      | 'continueAnswer'
      | 'editThought'
      | 'letItThink'
      | 'raiseContext';
  }
>;

/** The person's own click on the button that names the number of tokens. The engines are made anew by the change. */
const raiseContext = async (tokens: number): Promise<void> =>
  workspace.getConfiguration('deepwell').update('chat.contextLength', tokens, ConfigurationTarget.Global);
