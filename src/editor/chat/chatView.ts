import { type Disposable, type ExtensionContext, type WebviewView, type WebviewViewProvider, commands } from 'vscode';
import { growth } from '../../chat/growth.ts';
import type { Change } from '../../chat/session.ts';
import type { AssistantTurnView, ChatView } from '../../shared/chat.ts';
import type { Log } from '../../shared/log.ts';
import { type FromPage, type Unnumbered, fromPageSchema } from '../../shared/protocol.ts';
import { chatPage } from './chatPage.ts';

export interface ChatViewParts {
  /** Everything the page shows now. */
  readonly view: () => ChatView;
  /** What it shows of one reply. */
  readonly turn: (id: string) => AssistantTurnView | undefined;
  readonly obey: (request: Exclude<FromPage, { kind: 'ready' }>) => void;
  readonly log: Log;
}

/** Streaming is sent to the page at most this often, in milliseconds: faster cannot be seen and costs rendering. */
const flushEvery = 33;

/** The chat's page in the sidebar: a projection that is rebuilt from the whole view whenever it has missed something. */
export class ChatViewProvider implements WebviewViewProvider, Disposable {
  readonly #context: ExtensionContext;
  readonly #parts: ChatViewParts;
  #webview: WebviewView | undefined;
  #isReady = false;
  /** The text field was asked for before the page was there to have one. */
  #isFocusWanted = false;
  #sequence = 0;
  #shown = new Map<string, AssistantTurnView>();
  #waiting = new Set<string>();
  #flush: NodeJS.Timeout | undefined;

  constructor(context: ExtensionContext, parts: ChatViewParts) {
    this.#context = context;
    this.#parts = parts;
  }

  resolveWebviewView(view: WebviewView): void {
    this.#webview = view;
    this.#isReady = false;
    view.webview.options = {
      enableScripts: true,
      enableForms: false,
      enableCommandUris: false,
      localResourceRoots: [this.#context.extensionUri],
    };
    view.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    view.onDidDispose(() => {
      this.#webview = undefined;
      this.#isReady = false;
    });
    view.webview.html = chatPage(view.webview, this.#context.extensionUri);
  }

  /** Brings the view to the front. */
  async show(): Promise<void> {
    await commands.executeCommand('deepwell.chat.focus');
  }

  /** The conversation changed: one reply, or more than that. */
  changed(change: Change): void {
    if (change.kind === 'turns') return this.refresh();
    this.#waiting.add(change.id);
    this.#flush ??= setTimeout(() => this.#sendGrowth(), flushEvery);
  }

  /** Sends everything anew. */
  refresh(): void {
    const view = this.#parts.view();
    this.#waiting.clear();
    this.#shown = new Map(view.turns.flatMap(turn => (turn.role === 'assistant' ? [[turn.id, turn]] : [])));
    if (this.#webview !== undefined) this.#webview.description = view.title;
    this.post({ kind: 'view', view });
  }

  /** A page that is not ready gets the whole view when it is, and the keyboard where that was asked for. */
  post(message: Unnumbered): void {
    if (!this.#isReady) {
      if (message.kind === 'focus') this.#isFocusWanted = true;
      return;
    }
    this.#sequence += 1;
    void this.#webview?.webview.postMessage({ ...message, sequence: this.#sequence });
  }

  dispose(): void {
    clearTimeout(this.#flush);
  }

  #receive(message: unknown): void {
    const parsed = fromPageSchema.safeParse(message);
    if (!parsed.success) return this.#parts.log('page.badMessage', { issue: parsed.error.issues[0]?.message });
    if (parsed.data.kind !== 'ready') return this.#parts.obey(parsed.data);
    this.#isReady = true;
    this.refresh();
    if (this.#isFocusWanted) this.post({ kind: 'focus' });
    this.#isFocusWanted = false;
  }

  #sendGrowth(): void {
    this.#flush = undefined;
    for (const id of this.#waiting) {
      const now = this.#parts.turn(id);
      if (now === undefined) continue;
      this.post(growth(this.#shown.get(id), now));
      this.#shown.set(id, now);
    }
    this.#waiting.clear();
  }
}
