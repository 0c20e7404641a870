import { type ReadonlySignal, batch, signal } from '@preact/signals';
import type { ChatView, SuggestionView } from '../shared/chat.ts';
import type { FromPage, ToPage } from '../shared/protocol.ts';
import { announcement } from './announce.ts';
import type { Host } from './host.ts';
import { isStreaming, project } from './projection.ts';

/** The words of the status element. Each is a new object, so that the same words can be said twice. */
export interface Announcement {
  readonly number: number;
  readonly words: string;
}

/** What the letters after "#", "@" or "/" offer. */
export interface Suggestions {
  readonly query: string;
  readonly items: readonly SuggestionView[];
}

type Grow = Extract<ToPage, { kind: 'grow' }>;

/** What the page shows, and what a person does with it. */
export class Store {
  readonly host: Host;
  readonly #view = signal<ChatView | undefined>(undefined);
  readonly #said = signal<Announcement>({ number: 0, words: '' });
  readonly #draft;
  readonly #suggestions = signal<Suggestions | undefined>(undefined);
  /** Counts the times that the composer is asked to take the keyboard focus. */
  readonly #focusAsked = signal(0);
  /** Counts the questions that came: for each the conversation goes to its end. */
  readonly #endAsked = signal(0);
  readonly #resolved = signal<Readonly<Record<string, boolean>>>({});
  /** The number of the last message; undefined until the first view. */
  #sequence: number | undefined;
  /** Growth that came since the last frame: tokens can come faster than a screen shows them. */
  #waiting: Grow[] = [];
  #frame: number | undefined;

  constructor(host: Host) {
    this.host = host;
    this.#draft = signal(host.load().draft);
  }

  get view(): ReadonlySignal<ChatView | undefined> {
    return this.#view;
  }

  get said(): ReadonlySignal<Announcement> {
    return this.#said;
  }

  get draft(): ReadonlySignal<string> {
    return this.#draft;
  }

  get suggestions(): ReadonlySignal<Suggestions | undefined> {
    return this.#suggestions;
  }

  get focusAsked(): ReadonlySignal<number> {
    return this.#focusAsked;
  }

  get endAsked(): ReadonlySignal<number> {
    return this.#endAsked;
  }

  /** Which names in traces and answers exist in the workspace; those not asked about yet are absent. */
  get resolved(): ReadonlySignal<Readonly<Record<string, boolean>>> {
    return this.#resolved;
  }

  /** A message of the extension. Where one was missed, or does not fit what the page shows, the page asks for everything anew. */
  receive(message: ToPage): void {
    if (message.kind !== 'view' && message.sequence !== (this.#sequence ?? Number.NaN) + 1) return this.#askAnew();
    this.#sequence = message.sequence;
    if (message.kind === 'grow') return this.#grow(message);
    this.#takeFrame();
    this.#apply([message]);
  }

  /** A hidden page draws no frames: there what comes is taken in at once. */
  #grow(message: Grow): void {
    this.#waiting.push(message);
    if (document.hidden) this.#takeFrame();
    else this.#frame ??= requestAnimationFrame(() => this.#takeFrame());
  }

  #takeFrame(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    const messages = this.#waiting;
    this.#waiting = [];
    if (messages.length > 0) this.#apply(messages);
  }

  #apply(messages: readonly ToPage[]): void {
    let after: ChatView | undefined = this.#view.peek();
    for (const message of messages) {
      const next = project(after, message);
      if (next === 'unknown') return this.#askAnew();
      after = next;
    }
    const last = messages.at(-1);
    if (last !== undefined) batch(() => this.#show(last, after));
  }

  #askAnew(): void {
    this.#sequence = undefined;
    this.#waiting = [];
    this.post({ kind: 'ready' });
  }

  readonly post = (message: FromPage): void => this.host.post(message);

  readonly announce = (words: string): void => {
    this.#said.value = { number: this.#said.peek().number + 1, words };
  };

  write(draft: string): void {
    this.#draft.value = draft;
    this.host.keep({ draft });
  }

  send(text: string): void {
    this.post({ kind: 'send', text });
  }

  /** Asks what is written in the composer, unless a reply is still being written. */
  sendDraft(): void {
    const view = this.#view.peek();
    const draft = this.#draft.peek();
    if (draft.trim() === '' || (view !== undefined && isStreaming(view))) return;
    this.send(draft);
    this.write('');
  }

  stop(): void {
    this.post({ kind: 'stop' });
    this.askFocus();
  }

  /** Opens or folds a reasoning panel at once; the extension remembers it. */
  setPanel(id: string, open: boolean): void {
    const view = this.#view.peek();
    if (view !== undefined) this.#view.value = { ...view, openedByHand: { ...view.openedByHand, [id]: open } };
    this.post({ kind: 'panel', id, open });
  }

  askFocus(): void {
    this.#focusAsked.value += 1;
  }

  #show(message: ToPage, after: ChatView | undefined): void {
    const before = this.#view.value;
    this.#view.value = after;
    if (message.kind === 'draft') this.write(message.text);
    if (message.kind === 'suggestions') this.#suggestions.value = message;
    if (message.kind === 'resolved') this.#resolved.value = { ...this.#resolved.value, ...message.names };
    const isNewChat = before !== undefined && before.turns.length > 0 && after?.turns.length === 0;
    if (message.kind === 'focus' || isNewChat) this.askFocus();
    if (before !== undefined && lastQuestion(before) !== lastQuestion(after)) this.#endAsked.value += 1;
    const words = after && announcement(before, after);
    if (words !== undefined) this.announce(words);
  }
}

const lastQuestion = (view: ChatView | undefined): string | undefined =>
  view?.turns.findLast(turn => turn.role === 'user')?.id;
