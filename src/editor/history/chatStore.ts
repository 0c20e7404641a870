import { randomUUID } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Finding, type Place, patternsOf } from '../../chat/history/finding.ts';
import { type Header, linesOf, readTurn } from '../../chat/history/format.ts';
import type { Read } from '../../chat/history/flaw.ts';
import type { Chat } from '../../chat/turns.ts';
import type { Log } from '../../shared/log.ts';
import { chatIn, damagedFolder, fileNameOf, headerIn, idOf, isId, namesIn, setAside } from './chatFiles.ts';
import { codeOf, unless } from './fileErrors.ts';
import { Lease } from './lease.ts';
import { isAlive } from './leaseFile.ts';
import { removeLeftovers } from './leftovers.ts';
import { NewestWins } from './newestWins.ts';
import { readLines } from './readLines.ts';
import { writeWhole } from './wholeFile.ts';

/** What a list of chats shows of one. */
export interface Summary extends Pick<Header, 'id' | 'title' | 'updatedAt' | 'workspace' | 'preview'> {
  /** How many were asked, in all branches. */
  readonly questions: number;
}

export interface Hit extends Place {
  readonly summary: Summary;
}

export interface StoreParts {
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Files that are no chats any more were moved here, unchanged. Called once for each. */
  readonly setAside: (paths: readonly string[]) => void;
}

/** The chat's lease went to another window, or the chat was deleted there: what was not saved has to become another chat. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** Summaries by id, each with what tells that its file has changed since. */
type Known = Map<string, { readonly state: string; readonly summary: Summary }>;

const day = 24 * 60 * 60 * 1000;
const filesAtOnce = 16;

/**
 * All chats, one file for each in one folder. Which chats there are is read from the files each time: there is no index
 * that could be lost, or that two windows could overwrite for each other. Who writes a chat holds its lease; `save` does
 * not ask for one, so who could not get it has to save under a new id.
 */
export class ChatStore {
  readonly #folder: string;
  readonly #parts: StoreParts;
  readonly #writers = new Map<string, NewestWins<Chat>>();
  readonly #leases = new Map<string, Lease>();
  /** Chats that were removed here: whatever still saves one of them comes too late. */
  readonly #removed = new Set<string>();
  #known: Known = new Map();

  constructor(folder: string, parts: StoreParts) {
    this.#folder = folder;
    this.#parts = parts;
  }

  /** Newest first. */
  async list(): Promise<readonly Summary[]> {
    const ids = (await namesIn(this.#folder)).flatMap(name => idOf(name) ?? []);
    const known: Known = new Map();
    const aside: string[] = [];
    for (let at = 0; at < ids.length; at += filesAtOnce)
      await Promise.all(ids.slice(at, at + filesAtOnce).map(id => this.#summarise(id, known, aside)));
    this.#known = known;
    if (aside.length > 0) this.#parts.setAside(aside);
    return [...known.values()].map(({ summary }) => summary).sort((one, other) => other.updatedAt - one.updatedAt);
  }

  /** Undefined where there is no such chat, or none that can be read: then it was set aside. */
  async load(id: string): Promise<Chat | undefined> {
    const result = await chatIn(this.#path(id));
    const aside: string[] = [];
    const chat = result && (await this.#valueOf(id, result, aside));
    if (aside.length > 0) this.#parts.setAside(aside);
    // A file's name is its chat's id, also where somebody has copied it.
    return chat && { ...chat, id };
  }

  /**
   * Resolves when this state of the chat, or a newer one, is on disk. Turns are told apart as objects: one that changed has to
   * be another object. Rejects with what the file system says, or with LeaseLost; the file is then as it was.
   */
  save(chat: Chat): Promise<void> {
    if (this.#removed.has(chat.id)) return Promise.resolve();
    const writer = this.#writers.get(chat.id) ?? new NewestWins<Chat>(newest => this.#write(newest));
    this.#writers.set(chat.id, writer);
    return writer.put(chat);
  }

  /** Resolves when all that is to be saved is on disk or has failed. */
  async idle(): Promise<void> {
    await Promise.all([...this.#writers.values()].map(writer => writer.idle()));
  }

  /** Takes everything of a chat from the disk, also what was set aside. What this window saves of it later is not written. */
  async remove(id: string): Promise<void> {
    this.#path(id);
    this.#removed.add(id);
    await this.#writers.get(id)?.stop();
    this.#writers.delete(id);
    await this.#leases.get(id)?.release();
    this.#leases.delete(id);
    for (const folder of [this.#folder, damagedFolder(this.#folder)])
      for (const name of await namesIn(folder))
        if (name.startsWith(`${id}.`)) await rm(join(folder, name), { force: true });
  }

  async rename(id: string, title: string): Promise<void> {
    await this.#writers.get(id)?.idle();
    const chat = await this.load(id);
    if (chat !== undefined) await this.save({ ...chat, title });
  }

  /** Stores a chat from elsewhere, under its own id or, where that is taken or no id, under a new one. Returns the id. */
  async add(chat: Chat): Promise<string> {
    const id = isId(chat.id) && !(await this.#isTaken(chat.id)) ? chat.id : randomUUID();
    this.#removed.delete(id);
    await this.save({ ...chat, id });
    return id;
  }

  /** Chats that have all of the words, newest first, as they are found. Throws the signal's reason when it is aborted. */
  async *search(words: string, signal: AbortSignal): AsyncGenerator<Hit, void, undefined> {
    const patterns = patternsOf(words);
    if (patterns.length === 0) return;
    for (const summary of await this.list()) {
      signal.throwIfAborted();
      const place = await this.#find(summary, new Finding(patterns), signal);
      if (place !== undefined) yield { ...place, summary };
    }
  }

  /** The right to write this chat; undefined while another window has it. */
  async acquire(id: string): Promise<Lease | undefined> {
    const path = this.#leasePath(id);
    await this.#makeFolder();
    const lease = await Lease.acquire(path, this.#parts.now, this.#parts.log);
    if (lease !== undefined) this.#leases.set(id, lease);
    return lease;
  }

  /**
   * Removes chats that did not change for so many days (0: none), unless a window has them open, and what killed
   * processes left behind. Returns the ids of removed chats.
   */
  async sweep(keepDays: number): Promise<readonly string[]> {
    await removeLeftovers(this.#folder, this.#parts.now);
    if (keepDays <= 0) return [];
    const before = this.#parts.now() - keepDays * day;
    const removed: string[] = [];
    for (const { id, updatedAt } of await this.list()) {
      if (updatedAt >= before || (await isAlive(this.#leasePath(id), this.#parts.now))) continue;
      await this.remove(id);
      removed.push(id);
    }
    return removed;
  }

  /** Finishes what is being saved and gives all leases back. */
  async close(): Promise<void> {
    await this.idle();
    await Promise.all([...this.#leases.values()].map(lease => lease.release()));
    this.#leases.clear();
  }

  async #write(chat: Chat): Promise<void> {
    try {
      const path = this.#path(chat.id);
      await this.#makeFolder();
      await writeWhole(path, linesOf(chat), () => this.#checkLease(chat.id));
    } catch (error) {
      this.#parts.log('history.saveFailed', { code: codeOf(error) });
      throw error;
    }
  }

  /** A window that slept for long may find its chat taken, or deleted: it must not put its own state in that place. */
  async #checkLease(id: string): Promise<void> {
    const lease = this.#leases.get(id);
    if (lease === undefined || lease.isReleased || (await lease.isHeld())) return;
    throw new LeaseLost(id);
  }

  async #summarise(id: string, known: Known, aside: string[]): Promise<void> {
    const path = this.#path(id);
    const facts = await unless('ENOENT', undefined, () => stat(path));
    if (facts === undefined) return;
    const state = `${facts.mtimeMs} ${facts.size} ${facts.ino}`;
    const before = this.#known.get(id);
    if (before?.state === state) return void known.set(id, before);
    const result = await headerIn(path);
    const header = result && (await this.#valueOf(id, result, aside));
    if (header !== undefined) known.set(id, { state, summary: summaryOf(id, header) });
  }

  async #valueOf<T>(id: string, result: Read<T>, aside: string[]): Promise<T | undefined> {
    if (result.kind === 'read') return result.value;
    const { flaw } = result;
    this.#parts.log('history.unreadable', { why: flaw.kind, ...(flaw.kind === 'field' && { field: flaw.field }) });
    // What a newer version wrote is not damaged; that version reads it again.
    if (flaw.kind === 'newer') return undefined;
    const path = await setAside(this.#folder, fileNameOf(id));
    if (path !== undefined) aside.push(path);
    return undefined;
  }

  async #find(summary: Summary, finding: Finding, signal: AbortSignal): Promise<Place | undefined> {
    finding.look('title', summary.title);
    try {
      let number = -1; // The header.
      for await (const line of readLines(this.#path(summary.id), signal)) {
        if (finding.isSettled) break;
        const turn = number >= 0 && finding.mayBeIn(line) ? readTurn(line, number) : undefined;
        if (turn?.kind === 'read') finding.lookAt(turn.value);
        number += 1;
      }
    } catch (error) {
      signal.throwIfAborted();
      // Removed meanwhile, or damaged: opening it will tell.
      this.#parts.log('history.notSearched', { code: codeOf(error) });
      return undefined;
    }
    return finding.found;
  }

  #isTaken(id: string): Promise<boolean> {
    return unless('ENOENT', false, async () => (await stat(this.#path(id))).isFile());
  }

  async #makeFolder(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
  }

  /** Throws a RangeError for what is no id: an id can come from an imported file. */
  #path(id: string): string {
    if (!isId(id)) throw new RangeError('not the id of a chat');
    return join(this.#folder, fileNameOf(id));
  }

  #leasePath(id: string): string {
    return this.#path(id).replace(/\.jsonl$/, '.lease');
  }
}

const summaryOf = (id: string, { title, updatedAt, workspace, questions, preview }: Header): Summary => ({
  id,
  title,
  updatedAt,
  workspace,
  questions,
  preview,
});
