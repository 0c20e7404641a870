import { type Disposable, type ExtensionContext, type WebviewView, type WebviewViewProvider, commands } from 'vscode';
import { tokensIn } from '../context/tokens.ts';
import { growth } from '../chat/growth.ts';
import { ChatSession, type Change } from '../chat/session.ts';
import type { Attachment } from '../prompt/attachments.ts';
import { Failure } from '../shared/failure.ts';
import type { Log } from '../shared/log.ts';
import type { AssistantTurnView, ChatView, ReasoningPanel } from '../shared/chat.ts';
import { type FromPage, type Unnumbered, fromPageSchema } from '../shared/protocol.ts';
import { chatPage } from './chatPage.ts';
import type { Engines } from './engines.ts';
import { describeServed } from './describe.ts';
import { tell } from './tell.ts';

export interface ChatViewParts {
  readonly engines: Engines;
  readonly log: Log;
  readonly reasoningPanel: () => ReasoningPanel;
  /** What the page's buttons outside the conversation do. */
  readonly act: (request: Extract<FromPage, { kind: 'act' | 'copy' | 'open' }>) => void;
}

/** Streaming is sent to the page at most this often, in milliseconds: faster cannot be seen and costs rendering. */
const flushEvery = 33;

/** The chat in the sidebar. The conversation lives here; the page is shown what it needs and can be rebuilt at any moment. */
export class ChatViewProvider implements WebviewViewProvider, Disposable {
  readonly #context: ExtensionContext;
  readonly #parts: ChatViewParts;
  readonly #session: ChatSession;
  readonly #listening: Disposable;
  #view: WebviewView | undefined;
  #isReady = false;
  #shown = new Map<string, AssistantTurnView>();
  #waiting = new Set<string>();
  #flush: NodeJS.Timeout | undefined;
  #openedByHand: Record<string, boolean> = {};
  #attachment: Attachment | undefined;
  #sequence = 0;

  constructor(context: ExtensionContext, parts: ChatViewParts) {
    this.#context = context;
    this.#parts = parts;
    this.#session = new ChatSession({
      reach: async signal => parts.engines.serve('chat', signal),
      tell,
      now: () => performance.now(),
      log: parts.log,
      changed: change => this.#changed(change),
    });
    this.#listening = parts.engines.onDidChange(() => this.#sendView());
  }

  resolveWebviewView(view: WebviewView): void {
    this.#view = view;
    this.#isReady = false;
    view.webview.options = {
      enableScripts: true,
      enableForms: false,
      enableCommandUris: false,
      localResourceRoots: [this.#context.extensionUri],
    };
    view.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    view.onDidDispose(() => {
      this.#view = undefined;
      this.#isReady = false;
    });
    view.webview.html = chatPage(view.webview, this.#context.extensionUri);
  }

  /** Shows the chat and puts the cursor into its text field; `attachment` becomes what the next message is about. */
  async focus(attachment?: Attachment): Promise<void> {
    if (attachment !== undefined) this.#attachment = attachment;
    await commands.executeCommand('deepwell.chat.focus');
    this.#sendView();
    this.#post({ kind: 'focus' });
  }

  /** Asks in the chat as if the person had typed it. */
  async ask(question: string, attachment: Attachment | undefined): Promise<void> {
    await commands.executeCommand('deepwell.chat.focus');
    void this.#session.send(question, attachment === undefined ? [] : [attachment]);
  }

  newChat(): void {
    this.#openedByHand = {};
    this.#attachment = undefined;
    this.#session.newChat();
    this.#post({ kind: 'focus' });
  }

  /** The settings or the model changed. */
  refresh(): void {
    this.#sendView();
  }

  dispose(): void {
    this.#session.stop();
    this.#listening.dispose();
    clearTimeout(this.#flush);
  }

  #receive(message: unknown): void {
    const parsed = fromPageSchema.safeParse(message);
    if (parsed.success) this.#obey(parsed.data);
    else this.#parts.log('page.badMessage', { issue: parsed.error.issues[0]?.message });
  }

  #obey(request: FromPage): void {
    switch (request.kind) {
      case 'ready':
        this.#isReady = true;
        return this.#sendView();
      case 'send':
        return this.#send(request.text);
      case 'stop':
        return this.#session.stop();
      case 'newChat':
        return this.newChat();
      case 'retry':
        this.#parts.engines.recheck();
        return void this.#session.retry(request.id);
      case 'removeAttachment':
        this.#attachment = undefined;
        return this.#sendView();
      case 'panel':
        this.#openedByHand = { ...this.#openedByHand, [request.id]: request.open };
        return this.#sendView();
      case 'copy':
      case 'open':
      case 'act':
        return this.#parts.act(request);
      case 'answerNow':
      case 'attach':
      case 'branch':
      case 'continueAnswer':
      case 'continueThinking':
      case 'dropped':
      case 'editMessage':
      case 'editThought':
      case 'fit':
      case 'imageRefused':
      case 'insert':
      case 'letItThink':
      case 'newFile':
      case 'raiseContext':
      case 'regenerate':
      case 'resolve':
      case 'suggest':
      case 'thinking':
      case 'viewPrompt':
        return undefined;
    }
  }

  #send(text: string): void {
    if (text.trim() === '') return;
    const attachment = this.#attachment;
    this.#attachment = undefined;
    void this.#session.send(text, attachment === undefined ? [] : [attachment]);
  }

  #changed(change: Change): void {
    if (change.kind === 'turns') this.#sendView();
    else {
      this.#waiting.add(change.id);
      this.#flush ??= setTimeout(() => this.#sendGrowth(), flushEvery);
    }
  }

  #sendGrowth(): void {
    this.#flush = undefined;
    for (const id of this.#waiting) {
      const now = this.#session.turn(id);
      if (now?.role !== 'assistant') continue;
      this.#post(growth(this.#shown.get(id), now));
      this.#shown.set(id, now);
    }
    this.#waiting.clear();
  }

  #sendView(): void {
    const view = this.#viewNow();
    this.#waiting.clear();
    this.#shown = new Map(view.turns.flatMap(turn => (turn.role === 'assistant' ? [[turn.id, turn]] : [])));
    this.#post({ kind: 'view', view });
  }

  #viewNow(): ChatView {
    const { state } = this.#parts.engines;
    const served = state.kind === 'found' ? state.served.chat : undefined;
    return {
      turns: this.#session.turns,
      reasoningPanel: this.#parts.reasoningPanel(),
      openedByHand: this.#openedByHand,
      model:
        state.kind === 'found' && !(state.served.chat instanceof Failure)
          ? describeServed(state.health, state.served.chat)
          : undefined,
      problem: served instanceof Failure ? tell(served) : undefined,
      chips: this.#attachment === undefined ? [] : [{ ...this.#attachment, tokens: tokensIn(this.#attachment.text) }],
      chatId: '',
      title: '',
      thinking: 'normal',
      room: undefined,
      unfit: undefined,
      heldElsewhere: false,
    };
  }

  #post(message: Unnumbered): void {
    // A page that is not ready gets the whole view when it is.
    if (!this.#isReady) return;
    this.#sequence += 1;
    void this.#view?.webview.postMessage({ ...message, sequence: this.#sequence });
  }
}
