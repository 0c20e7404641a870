import { window } from 'vscode';
import type { Log } from '../../shared/log.ts';
import type { FromPage } from '../../shared/protocol.ts';
import type { Engines } from '../engines.ts';
import type { ShownTexts } from '../shownTexts.ts';
import type { ContextSources } from '../sources/contextSources.ts';
import type { WorkspaceNames } from '../sources/names.ts';
import type { Asking } from './asking.ts';
import type { ChatViewProvider } from './chatView.ts';
import type { OpenChat } from './openChat.ts';
import { obeyEditor } from './pageRequests.ts';
import { viewPrompt } from './promptView.ts';
import { raiseContext } from './raiseContext.ts';
import { chooseHow } from './regenerate.ts';

export interface ChatRequestsParts {
  readonly open: OpenChat;
  readonly page: ChatViewProvider;
  readonly asking: Asking;
  readonly engines: Engines;
  readonly sources: ContextSources;
  readonly names: WorkspaceNames;
  readonly texts: ShownTexts;
  /** What the makers of the model in use advise; undefined while it is not known. */
  readonly temperature: () => number | undefined;
  readonly newChat: () => Promise<void>;
  readonly log: Log;
}

/** What each message of the page does. */
export class ChatRequests {
  readonly #parts: ChatRequestsParts;
  readonly #ending = new AbortController();
  #suggesting = new AbortController();

  constructor(parts: ChatRequestsParts) {
    this.#parts = parts;
  }

  dispose(): void {
    this.#ending.abort();
    this.#suggesting.abort();
  }

  obey(request: Exclude<FromPage, { kind: 'ready' }>): void {
    this.#obey(request).catch((error: unknown) => {
      // A newer query ended the one before.
      if (isAbort(error)) return;
      // The message could hold what the model or the person wrote; the kind of error is enough.
      this.#parts.log('page.requestFailed', {
        request: request.kind,
        error: error instanceof Error ? error.name : 'unknown',
      });
    });
  }

  async #obey(request: Exclude<FromPage, { kind: 'ready' }>): Promise<void> {
    const { session } = this.#parts.open;
    switch (request.kind) {
      case 'send':
        return this.#parts.asking.send(request.text);
      case 'fit':
        return this.#parts.asking.decide(request.choice);
      case 'stop':
        return session.stop();
      case 'newChat':
        return this.#parts.newChat();
      case 'attach':
        return this.#parts.asking.attach(request.id);
      case 'removeAttachment':
        return this.#parts.asking.remove(request.id);
      case 'dropped':
        return this.#parts.asking.drop(request.uris);
      case 'suggest':
        return this.#suggest(request.query);
      case 'resolve':
        return this.#resolve(request.names);
      case 'viewPrompt':
        return viewPrompt(session.sent(request.id), this.#parts.texts);
      case 'branch':
        return session.showBranch(request.id, request.number);
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
    await this.#parts.open.claim();
    const { session } = this.#parts.open;
    switch (request.kind) {
      case 'thinking':
        session.setThinking(request.level);
        return this.#parts.page.refresh();
      case 'retry':
        this.#parts.engines.recheck();
        return session.retry(request.id);
      case 'regenerate':
        return this.#regenerate(request.id, request.choose);
      case 'editMessage':
        return session.editMessage(request.id, request.text);
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
    const how = choose ? await chooseHow(this.#parts.temperature()) : {};
    if (how !== undefined) await this.#parts.open.session.regenerate(id, how);
  }

  async #raiseContext(id: string): Promise<void> {
    const { session } = this.#parts.open;
    const reply = session.turn(id);
    if (reply?.role !== 'assistant' || reply.can.raiseContext === undefined) return;
    await raiseContext(reply.can.raiseContext.tokens);
    await (reply.answer === '' ? session.continueThinking(id) : session.continueAnswer(id));
  }

  async #suggest(query: string): Promise<void> {
    this.#suggesting.abort();
    this.#suggesting = new AbortController();
    const { signal } = this.#suggesting;
    const items = await this.#parts.sources.suggest(query, signal);
    if (!signal.aborted) this.#parts.page.post({ kind: 'suggestions', query, items });
  }

  async #resolve(names: readonly string[]): Promise<void> {
    const resolved = await this.#parts.names.resolve(names, this.#ending.signal);
    this.#parts.page.post({ kind: 'resolved', names: resolved });
  }
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

type ChangeRequest = Extract<
  FromPage,
  {
    kind:
      | 'thinking'
      | 'retry'
      | 'regenerate'
      | 'editMessage'
      | 'answerNow'
      | 'continueThinking'
      | 'continueAnswer'
      | 'editThought'
      | 'letItThink'
      | 'raiseContext';
  }
>;
