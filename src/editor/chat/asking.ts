import { type Disposable, l10n, window } from 'vscode';
import { type RoomParts, type Unfit, fitOf, roomOf } from '../../chat/room.ts';
import { shownPath } from '../../chat/tree.ts';
import { tokensIn } from '../../context/tokens.ts';
import type { Attachment } from '../../prompt/attachments.ts';
import type { ChipView, FitChoice, RoomView, Thinking, UnfitView } from '../../shared/chat.ts';
import type { Served } from '../engines.ts';
import type { ContextSources } from '../sources/contextSources.ts';
import { remember } from '../sources/notes.ts';
import type { OpenChat } from './openChat.ts';

export interface AskingParts {
  readonly open: OpenChat;
  readonly sources: ContextSources;
  /** The model that will answer; undefined while it is not known. */
  readonly model: () => Served | undefined;
  readonly thinking: () => Thinking;
  /** What the page shows of the composer changed. */
  readonly changed: () => void;
  /** Puts text back into the composer. */
  readonly draft: (text: string) => void;
  readonly raiseContext: (tokens: number) => Promise<void>;
  /** What "/new", "/clear" and "/help" do. */
  readonly obey: (what: 'new' | 'clear' | 'help') => Promise<void>;
}

/** A question that waits for the person's choice, because it does not fit. */
interface Waiting {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** Those of them that the person did not attach. */
  readonly standing: readonly Attachment[];
  readonly fit: Unfit;
}

/** From what stands in the composer to a question that is sent: what it is about, and whether it fits. */
export class Asking implements Disposable {
  readonly #parts: AskingParts;
  #chosen: readonly Attachment[] = [];
  #standing: readonly Attachment[] = [];
  /** Rules and notes the person took away from this chat. */
  #refused = new Set<string>();
  #waiting: Waiting | undefined;
  readonly #ending = new AbortController();

  constructor(parts: AskingParts) {
    this.#parts = parts;
  }

  dispose(): void {
    this.#ending.abort();
  }

  get chips(): readonly ChipView[] {
    return this.#attachments().map(({ id, kind, label, path, text }) => ({
      id,
      kind,
      label,
      path,
      tokens: tokensIn(text),
    }));
  }

  get unfit(): UnfitView | undefined {
    return this.#waiting?.fit.view;
  }

  /** The context and what fills it so far; undefined while the model is not known. */
  get room(): RoomView | undefined {
    const model = this.#parts.model();
    return model && roomOf(this.#filling(model, this.#unsentStanding(), this.#chosen));
  }

  /** Reads the rules and notes of the workspace again. */
  async refresh(): Promise<void> {
    this.#standing = await this.#parts.sources.standing(this.#ending.signal);
    this.#parts.changed();
  }

  add(...attachments: readonly Attachment[]): void {
    const ids = new Set(attachments.map(({ id }) => id));
    this.#chosen = [...this.#chosen.filter(({ id }) => !ids.has(id)), ...attachments];
    this.#parts.changed();
  }

  async attach(id: string): Promise<void> {
    if (id.startsWith('prompt:')) return this.#useOwnPrompt(id);
    const found = await this.#parts.sources.attach(id, this.#ending.signal);
    if (found === undefined) return;
    if ('problem' in found) void window.showWarningMessage(found.problem);
    else this.add(found);
  }

  async drop(uris: readonly string[]): Promise<void> {
    const { attachments, problem } = await this.#parts.sources.dropped(uris, this.#ending.signal);
    this.add(...attachments);
    if (problem !== undefined) void window.showWarningMessage(problem);
  }

  remove(id: string): void {
    if (this.#standing.some(one => one.id === id)) this.#refused.add(id);
    this.#chosen = this.#chosen.filter(one => one.id !== id);
    this.#parts.changed();
  }

  /** Another chat is open: what was attached for the last one goes. */
  clear(): void {
    this.#chosen = [];
    this.#refused = new Set();
    this.#waiting = undefined;
    void this.refresh();
  }

  /** Sends what was typed, about what is attached; or says why not, and gives the text back. */
  async send(typed: string): Promise<void> {
    if (typed.trim() === '') return;
    await this.refresh();
    const prepared = await this.#parts.sources.prepare(typed, this.#chosen, this.#ending.signal);
    switch (prepared.kind) {
      case 'problem':
        this.#parts.draft(typed);
        void window.showWarningMessage(prepared.sentence);
        return;
      case 'do':
        return this.#do(prepared.what, prepared.rest);
      case 'ask':
        return this.#ask(typed, prepared.text, prepared.attachments);
    }
  }

  /** Asks something by itself: what is attached in the composer stays there for the next question. */
  async sendApart(typed: string): Promise<void> {
    const kept = this.#chosen;
    this.#chosen = [];
    await this.send(typed);
    this.add(...kept);
  }

  /** The person's choice about a question that does not fit. */
  async decide(choice: FitChoice | 'cancel'): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.#parts.changed();
    if (waiting === undefined || choice === 'cancel') return;
    const { text, attachments, standing, fit } = waiting;
    switch (choice) {
      case 'leaveOutOldest':
        return this.#sendNow(text, attachments, fit.leavesOut);
      case 'leaveOutAttachments':
        return this.#sendNow(text, standing);
      case 'raiseContext':
        await this.#raiseContext(fit.view);
        return this.#sendNow(text, attachments);
      case 'lessRoom':
        return this.#sendNow(text, attachments);
    }
  }

  async #ask(typed: string, text: string, attachments: readonly Attachment[]): Promise<void> {
    const model = this.#parts.model();
    const standing = this.#unsentStanding();
    const { longestContext, cacheBytesPerToken } = model ?? {};
    const limits = {
      ...(longestContext !== undefined && { longestContext }),
      ...(cacheBytesPerToken !== undefined && { cacheBytesPerToken }),
    };
    const fit = model && fitOf({ ...this.#filling(model, standing, attachments), ...limits, text });
    const all = withoutTwice([...standing, ...attachments]);
    if (fit === undefined) return this.#sendNow(text, all);
    this.#waiting = { text, attachments: all, standing, fit };
    this.#parts.draft(typed);
    this.#parts.changed();
  }

  async #sendNow(text: string, attachments: readonly Attachment[], leavesOut?: string): Promise<void> {
    await this.#parts.open.claim();
    this.#chosen = [];
    void this.#parts.open.session.send(text, attachments, leavesOut === undefined ? {} : { leavesOut });
  }

  async #do(what: 'new' | 'clear' | 'help' | 'remember', rest: string): Promise<void> {
    if (what !== 'remember') return this.#parts.obey(what);
    const remembered = await remember(rest, this.#ending.signal);
    if ('problem' in remembered) void window.showWarningMessage(remembered.problem);
    else window.setStatusBarMessage(l10n.t('Deepwell will remember that.'), 5000);
    await this.refresh();
  }

  /** The text of a prompt file comes into the composer, where it can be changed before it is sent. */
  async #useOwnPrompt(id: string): Promise<void> {
    const prompt = await this.#parts.sources.promptText(id, this.#ending.signal);
    if ('problem' in prompt) {
      void window.showWarningMessage(prompt.problem);
      return;
    }
    this.add(...prompt.attachments);
    this.#parts.draft(prompt.text);
  }

  #attachments(): readonly Attachment[] {
    return [...this.#unsentStanding(), ...this.#chosen];
  }

  /** Rules and notes go with the first question, and again only when they have changed. */
  #unsentStanding(): readonly Attachment[] {
    const sent = shownPath(this.#parts.open.session.chat).flatMap(turn =>
      turn.role === 'user' ? turn.attachments : [],
    );
    return this.#standing.filter(
      ({ id, text }) => !this.#refused.has(id) && sent.findLast(one => one.id === id)?.text !== text,
    );
  }

  #filling({ contextLength }: Served, standing: readonly Attachment[], chips: readonly Attachment[]): RoomParts {
    return {
      path: shownPath(this.#parts.open.session.chat),
      standing,
      chips,
      thinking: this.#parts.thinking(),
      context: contextLength,
    };
  }

  async #raiseContext({ choices }: UnfitView): Promise<void> {
    const longer = choices.find(({ choice }) => choice === 'raiseContext')?.longer;
    if (longer !== undefined) await this.#parts.raiseContext(longer.tokens);
  }
}

/** Notes can be attached by hand as well. */
const withoutTwice = (attachments: readonly Attachment[]): readonly Attachment[] => [
  ...new Map(attachments.map(one => [one.id, one])).values(),
];
