import { randomUUID } from 'node:crypto';
import { type Disposable, type Memento, workspace } from 'vscode';
import { ChatSession, type Change, type SessionParts } from '../../chat/session.ts';
import { emptyChat } from '../../chat/tree.ts';
import type { Chat } from '../../chat/turns.ts';
import type { Log } from '../../shared/log.ts';
import { type ChatStore, LeaseLost } from '../history/chatStore.ts';
import type { Lease } from '../history/lease.ts';
import { PacedSaving } from '../history/pacedSaving.ts';

export interface OpenChatParts {
  readonly store: ChatStore;
  /** Remembers which chat this workspace had open last. */
  readonly memory: Memento;
  readonly session: Omit<SessionParts, 'changed'>;
  /** Told of each change of the open chat, and with "turns" when another one is open. */
  readonly changed: (change: Change) => void;
  /** The chat could not be written; told once until it works again. */
  readonly notSaved: () => void;
  readonly log: Log;
}

const storedAs = 'deepwell.openChat';

/**
 * The chat this window shows: kept on disk as it grows, and written by one window alone. A chat that another window holds can
 * be read here; what is added to it makes it a chat of its own.
 */
export class OpenChat implements Disposable {
  readonly #parts: OpenChatParts;
  readonly #saving: PacedSaving;
  #session: ChatSession;
  #lease: Lease | undefined;
  #isHeldElsewhere = false;

  constructor(parts: OpenChatParts) {
    this.#parts = parts;
    this.#saving = new PacedSaving({ save: chat => this.#save(chat), failed: error => this.#failed(error) });
    this.#session = this.#sessionOf(newChat());
  }

  get session(): ChatSession {
    return this.#session;
  }

  /** Another window writes this chat. */
  get isHeldElsewhere(): boolean {
    return this.#isHeldElsewhere;
  }

  /** Shows the chat this workspace had open when its window was closed. */
  async reopen(): Promise<void> {
    const id = this.#parts.memory.get<string>(storedAs);
    if (id !== undefined) await this.open(id);
  }

  /** Shows a stored chat. One that is not there any more changes nothing. */
  async open(id: string): Promise<void> {
    if (id === this.#session.chat.id) return;
    const chat = await this.#parts.store.load(id);
    if (chat === undefined) return;
    await this.#leave();
    await this.#acquire(id);
    this.#isHeldElsewhere = this.#lease === undefined;
    this.#show(chat);
  }

  async startNew(): Promise<void> {
    await this.#leave();
    this.#show(newChat());
  }

  /** To be called before anything is added: a chat that is held elsewhere becomes a copy, which is this window's own. */
  async claim(): Promise<void> {
    if (this.#lease !== undefined) return;
    const { chat } = this.#session;
    const own = this.#isHeldElsewhere ? { ...chat, id: randomUUID() } : chat;
    await this.#acquire(own.id);
    this.#isHeldElsewhere = false;
    if (own !== chat) this.#show(own);
  }

  /** The chat is about to be deleted: nothing of it is written again. */
  forget(id: string): void {
    if (id !== this.#session.chat.id) return;
    this.#session.stop();
    this.#saving.stop();
    void this.#release();
    this.#show(newChat());
  }

  /** The chat gets another title in its file: here too, or the next save would undo it. */
  renamed(id: string, title: string): void {
    if (id === this.#session.chat.id) this.#session.rename(title);
  }

  /** Ends what runs, writes what is not written yet and lets other windows have the chat. */
  async #leave(): Promise<void> {
    this.#session.stop();
    if (this.#lease !== undefined && this.#hasTurns) await this.#saving.saveNow(this.#session.chat);
    this.#saving.stop();
    await this.#release();
  }

  /** The window closes: what still runs was interrupted by that, and is stored so. */
  async end(): Promise<void> {
    const { chat } = this.#session;
    this.#saving.stop();
    const lease = this.#lease;
    this.#lease = undefined;
    this.#session.stop();
    if (lease === undefined) return;
    if (chat.turns.length > 0) await this.#saving.saveNow(chat);
    await lease.release();
  }

  dispose(): void {
    this.#session.stop();
    this.#saving.stop();
  }

  get #hasTurns(): boolean {
    return this.#session.chat.turns.length > 0;
  }

  #sessionOf(chat: Chat): ChatSession {
    const session: ChatSession = new ChatSession(
      {
        ...this.#parts.session,
        changed: change => {
          if (session !== this.#session) return;
          this.#parts.changed(change);
          if (this.#lease !== undefined) this.#keep(session);
        },
      },
      chat,
    );
    return session;
  }

  #keep(session: ChatSession): void {
    if (!this.#hasTurns) return;
    if (session.isRunning) this.#saving.grew(() => session.chat);
    else void this.#saving.saveNow(session.chat);
  }

  #show(chat: Chat): void {
    this.#session = this.#sessionOf(chat);
    this.#remember();
    this.#parts.changed({ kind: 'turns' });
  }

  #remember(): void {
    void this.#parts.memory.update(storedAs, this.#hasTurns ? this.#session.chat.id : undefined);
  }

  async #save(chat: Chat): Promise<void> {
    await this.#parts.store.save(chat);
    if (chat.id === this.#session.chat.id) this.#remember();
  }

  async #acquire(id: string): Promise<void> {
    const lease = await this.#parts.store.acquire(id);
    this.#lease = lease;
    lease?.lost.addEventListener('abort', () => this.#lost(lease), { once: true });
  }

  /** Deleted in another window, or taken over while this computer slept: what is written here goes on as a chat of its own. */
  #lost(lease: Lease): void {
    if (this.#lease !== lease) return;
    this.#lease = undefined;
    this.#isHeldElsewhere = true;
    this.#parts.changed({ kind: 'turns' });
  }

  async #release(): Promise<void> {
    const lease = this.#lease;
    this.#lease = undefined;
    this.#isHeldElsewhere = false;
    await lease?.release();
  }

  #failed(error: unknown): void {
    // The lease itself has told already.
    if (error instanceof LeaseLost) return;
    // Never the message: it can hold a path of the person.
    this.#parts.log('history.notSaved', { error: error instanceof Error ? error.name : 'unknown' });
    this.#parts.notSaved();
  }
}

const newChat = (): Chat => emptyChat(randomUUID(), Date.now(), workspace.name ?? '');
