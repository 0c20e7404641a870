import { type ReadonlySignal, batch, signal } from '@preact/signals';
import type { ChatView, FitChoice, SuggestionView } from '../shared/chat.ts';
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
  /** The question that was sent, until the conversation shows it: it may come back. */
  #sent: string | undefined;
  /** The number of the last message; undefined until the first view. */
  #sequence: number | undefined;

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
    const after = project(this.#view.peek(), message);
    if (after === 'unknown') return this.#askAnew();
    batch(() => this.#show(message, after));
  }

  #askAnew(): void {
    this.#sequence = undefined;
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

  /** The person writes. A question that did not fit is another one now, so what was offered for it is called off. */
  writeByHand(draft: string): void {
    this.write(draft);
    if (this.#view.peek()?.unfit !== undefined) this.fit('cancel');
  }

  send(text: string): void {
    this.#sent = text;
    this.post({ kind: 'send', text });
  }

  /** Asks what is written in the composer, unless a reply is still being written. */
  sendDraft(): void {
    const draft = this.#draft.peek();
    if (draft.trim() === '' || this.#isStreaming()) return;
    this.send(draft);
    this.write('');
  }

  /** Whether a question was sent and nothing was written since. */
  hasJustSent(): boolean {
    const draft = this.#draft.peek();
    return this.#sent !== undefined && (draft === '' || draft === this.#sent);
  }

  /** Answers what to do with a question that does not fit. */
  fit(choice: FitChoice | 'cancel'): void {
    // The extension sends the question that it holds: it leaves the composer, what was written since stays.
    if (choice !== 'cancel') this.write(withoutBeginning(this.#draft.peek(), this.#sent));
    const view = this.#view.peek();
    if (view !== undefined) this.#view.value = { ...view, unfit: undefined };
    this.post({ kind: 'fit', choice });
    this.askFocus();
  }

  stop(): void {
    this.post({ kind: 'stop' });
    this.askFocus();
  }

  /** Escape in the composer calls off what is going on; false: nothing is. */
  escape(): boolean {
    const isUnfit = this.#view.peek()?.unfit !== undefined;
    if (isUnfit) this.fit('cancel');
    else if (this.#isStreaming()) this.stop();
    else return false;
    return true;
  }

  /** Brings the last question back into an empty composer; false: there is none, or something is written. */
  recallQuestion(): boolean {
    const question = this.#view.peek()?.turns.findLast(turn => turn.role === 'user');
    if (question === undefined || this.#draft.peek() !== '') return false;
    this.write(question.text);
    return true;
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
    const before = this.#view.peek();
    this.#view.value = after;
    if (message.kind === 'draft') this.#takeBack(message.text);
    if (message.kind === 'suggestions') this.#suggestions.value = message;
    if (message.kind === 'resolved') this.#resolved.value = { ...this.#resolved.value, ...message.names };
    const isNewChat = before !== undefined && before.turns.length > 0 && after?.turns.length === 0;
    if (message.kind === 'focus' || isNewChat) this.askFocus();
    if (before !== undefined && lastQuestion(before) !== lastQuestion(after)) {
      this.#endAsked.value += 1;
      this.#sent = undefined;
    }
    const words = after && announcement(before, after);
    if (words !== undefined) this.announce(words);
  }

  /** A text for the composer. A question that comes back goes before what was written since. */
  #takeBack(text: string): void {
    const since = this.#draft.peek();
    const isAddedTo = text === this.#sent && since !== '' && since !== text;
    this.write(isAddedTo ? `${text}\n${since}` : text);
  }

  #isStreaming(): boolean {
    const view = this.#view.peek();
    return view !== undefined && isStreaming(view);
  }
}

/** What is left of a draft without a question that came back into it. */
function withoutBeginning(draft: string, question: string | undefined): string {
  if (question === undefined || !`${draft}\n`.startsWith(`${question}\n`)) return draft;
  return draft.slice(question.length + 1);
}

const lastQuestion = (view: ChatView | undefined): string | undefined =>
  view?.turns.findLast(turn => turn.role === 'user')?.id;
