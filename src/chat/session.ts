import { tokensIn } from '../context/tokens.ts';
import type { Attachment } from '../prompt/attachments.ts';
import type { ReplyStart } from '../prompt/conversation.ts';
import type { Thinking, TurnView } from '../shared/chat.ts';
import { steers, waysOn } from './abilities.ts';
import { pastTurns } from './past.ts';
import { type Draft, Reply } from './reply.ts';
import { type ChatModel, Running, type RunningParts } from './running.ts';
import type { Sent } from './sent.ts';
import { highestId, pathTo, shownPath, titleOf, withBranchShown, withChanged, withTurn } from './tree.ts';
import { TurnViews } from './turnViews.ts';
import type { Answered, Chat, Question } from './turns.ts';

export interface SessionParts extends Omit<RunningParts, 'grew'> {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called after each change that is shown or stored: of one turn, or of the whole list and what belongs to the chat. */
  readonly changed: (change: Change) => void;
  /** The setting; what was chosen for the chat wins. */
  readonly thinking: () => Thinking;
  /** The model that would answer now, where that is known without waiting: what can be done with a reply follows from it. */
  readonly known?: () => ChatModel | undefined;
  /** Names what wrote a reply, in the language of the person. */
  readonly nameWriter?: (model: string, temperature: number | undefined) => string;
}

export type { ChatModel } from './running.ts';

export type Change = { readonly kind: 'turns' } | { readonly kind: 'turn'; readonly id: string };

/**
 * One conversation: its turns as a tree and at most one running reply. The page only shows what stands here. Methods that ask
 * stop the reply that runs first and resolve when theirs has ended, however it ended; an unknown id, or something that
 * cannot be done with the turn, changes nothing.
 */
export class ChatSession {
  readonly #parts: SessionParts;
  readonly #views: TurnViews;
  /** Replies of this window: they know more than what is stored. */
  readonly #replies = new Map<string, Reply>();
  #chat: Chat;
  #running: Running | undefined;
  #reached: ChatModel | undefined;
  #lastId: number;

  constructor(parts: SessionParts, chat: Chat) {
    this.#parts = parts;
    this.#chat = chat;
    this.#lastId = highestId(chat);
    this.#views = new TurnViews({
      replies: this.#replies,
      model: () => this.#model,
      nameWriter: parts.nameWriter ?? nameWriter,
    });
  }

  /** As it is to be stored; a reply that runs is in it as one that was interrupted here. */
  get chat(): Chat {
    return this.#running === undefined ? this.#chat : withChanged(this.#chat, this.#running.reply.stored());
  }

  /** The shown path. */
  get turns(): readonly TurnView[] {
    return this.#views.all(this.#chat);
  }

  /** A turn of the shown path. */
  turn(id: string): TurnView | undefined {
    return this.#views.one(this.#chat, id);
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** `leavesOut`: turns up to and with this one are not sent from now on. */
  async send(
    text: string,
    attachments: readonly Attachment[] = [],
    { leavesOut }: { readonly leavesOut?: string } = {},
  ): Promise<void> {
    const parent = shownPath(this.#chat).at(-1)?.id;
    await this.#ask({ parent, text, attachments, ...(leavesOut !== undefined && { leavesOut }) });
  }

  /** Asks something else in the place of the question `id`, as a branch. */
  async editMessage(id: string, text: string): Promise<void> {
    const question = this.#chat.turns.find(turn => turn.id === id);
    if (question?.role === 'user') await this.#ask({ ...question, text });
  }

  /** Another reply to the same question, as a branch. */
  async regenerate(id: string, { temperature }: { readonly temperature?: number } = {}): Promise<void> {
    const reply = this.#stored(id);
    if (reply !== undefined) await this.#answer(reply.parent, temperature === undefined ? {} : { temperature });
  }

  /** Asks again. A reply that came to nothing is replaced; one that wrote something stays as a branch. */
  async retry(id: string): Promise<void> {
    const reply = this.#stored(id);
    if (reply === undefined) return;
    const { parent, at, temperature, state, thought, answer } = reply;
    const chosen = temperature === undefined ? {} : { temperature };
    const isNothing = state !== 'complete' && thought === undefined && answer === '' && this.#running?.reply.id !== id;
    if (isNothing && !this.#isFollowed(id)) await this.#write({ id, parent, at, ...chosen });
    else await this.#answer(parent, chosen);
  }

  showBranch(id: string, number: number): void {
    const chat = withBranchShown(this.#chat, id, number);
    if (chat !== undefined) this.#keep(chat);
  }

  /** Ends the running reply; what it wrote so far stays. */
  stop(): void {
    this.#running?.stop();
  }

  /** Ends the trace and gets the answer, of a reply that thinks or of one whose trace was all there is. */
  async answerNow(id: string): Promise<void> {
    if (this.#running?.reply.id === id) return this.#running.answerNow();
    const reply = this.#stored(id);
    if (reply === undefined || !waysOn(reply).answerNow) return;
    await this.#goOn(reply, 'answer');
  }

  async continueThinking(id: string): Promise<void> {
    const reply = this.#stored(id);
    if (reply !== undefined && waysOn(reply).continueThinking) await this.#goOn(reply, 'asItIs');
  }

  async continueAnswer(id: string): Promise<void> {
    const reply = this.#stored(id);
    if (reply !== undefined && waysOn(reply).continueAnswer) await this.#goOn(reply, 'asItIs');
  }

  /** Another reply to the same question whose trace begins with `text` and goes on from there, as a branch. */
  async editThought(id: string, text: string): Promise<void> {
    const reply = this.#stored(id);
    if (reply?.thought === undefined || !this.#maySteer) return;
    const { parent, temperature } = reply;
    const thought = { text, milliseconds: 0, tokens: tokensIn(text), steps: [], ended: 'cut', edited: true } as const;
    const start = { thought: text, isClosed: false, closedByModel: false, answer: '' };
    await this.#answer(parent, { thought, ...(temperature !== undefined && { temperature }) }, start);
  }

  /** A trace that goes in circles may go on. */
  letItThink(id: string): void {
    if (this.#running?.reply.id === id) this.#running.letItThink();
  }

  setThinking(level: Thinking): void {
    this.#keep({ ...this.#chat, thinking: level });
  }

  /** The person opened or closed the reasoning panel of a reply. */
  setPanel(id: string, open: boolean): void {
    if (this.#stored(id) === undefined) return;
    this.#chat = { ...this.#chat, openedByHand: { ...this.#chat.openedByHand, [id]: open } };
    this.#parts.changed({ kind: 'turn', id });
  }

  /** An empty title becomes the first question again. */
  rename(title: string): void {
    this.#keep({ ...this.#chat, title: title.trim() || titleFrom(this.#chat) });
  }

  /** What was last sent for a reply; undefined for one of an earlier window. */
  sent(id: string): Sent | undefined {
    return this.#replies.get(id)?.sent;
  }

  async #ask(question: Pick<Question, 'parent' | 'text' | 'attachments' | 'leavesOut'>): Promise<void> {
    this.stop();
    const id = this.#newId();
    const asked = withTurn(this.#chat, { ...question, role: 'user', id, at: this.#parts.now() });
    this.#chat = { ...asked, title: asked.title || titleFrom(asked) };
    await this.#answer(id);
  }

  /** A new reply to the question `parent`. */
  async #answer(parent: string, more: Partial<Draft> = {}, start?: ReplyStart): Promise<void> {
    await this.#write({ ...more, id: this.#newId(), parent, at: this.#parts.now() }, start);
  }

  /** Goes on with a reply in its place: with what it was at, or with the answer. */
  async #goOn(reply: Answered, at: 'asItIs' | 'answer'): Promise<void> {
    if (this.#running?.reply.id === reply.id || this.#isFollowed(reply.id) || !this.#maySteer) return;
    const written = this.#replies.get(reply.id)?.written ?? writtenBefore(reply);
    if (at === 'asItIs' || written.isClosed || reply.thought === undefined) return this.#write(reply, written);
    const thought = { ...reply.thought, ended: 'answerNow' as const };
    await this.#write({ ...reply, thought }, { ...written, isClosed: true });
  }

  async #write(draft: Draft, start?: ReplyStart): Promise<void> {
    this.stop();
    const reply = new Reply(draft, this.#parts.clock, start);
    const isNew = this.#stored(draft.id) === undefined;
    this.#replies.set(reply.id, reply);
    const { temperature } = draft;
    const running = new Running({ ...this.#parts, reach: this.#reach, grew: this.#grew }, reply, {
      past: pastTurns(pathTo(draft.parent, this.#chat)),
      thinking: this.#chat.thinking ?? this.#parts.thinking(),
      ...(temperature !== undefined && { temperature }),
    });
    this.#running = running;
    this.#keep(isNew ? withTurn(this.#chat, reply.stored()) : withChanged(this.#chat, reply.stored()));
    await running.run();
  }

  readonly #reach = async (signal: AbortSignal): Promise<ChatModel> => {
    const model = await this.#parts.reach(signal);
    this.#reached = model;
    return model;
  };

  readonly #grew = (reply: Reply): void => {
    if (!reply.isStreaming) {
      if (this.#running?.reply === reply) this.#running = undefined;
      this.#chat = { ...withChanged(this.#chat, reply.stored()), updatedAt: this.#parts.now() };
    }
    this.#parts.changed({ kind: 'turn', id: reply.id });
  };

  /** The model that would answer now, as far as it is known. */
  get #model(): ChatModel | undefined {
    return this.#parts.known?.() ?? this.#reached;
  }

  get #maySteer(): boolean {
    return this.#model === undefined || steers(this.#model.family);
  }

  #keep(chat: Chat): void {
    this.#chat = { ...chat, updatedAt: this.#parts.now() };
    this.#parts.changed({ kind: 'turns' });
  }

  #stored(id: string): Answered | undefined {
    const turn = this.#chat.turns.find(one => one.id === id);
    return turn?.role === 'assistant' ? turn : undefined;
  }

  #isFollowed(id: string): boolean {
    return this.#chat.turns.some(({ parent }) => parent === id);
  }

  #newId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }
}

const nameWriter = (model: string, temperature: number | undefined): string =>
  temperature === undefined ? model : `${model}, temperature ${temperature}`;

const titleFrom = ({ turns }: Chat): string => titleOf(turns.find(turn => turn.role === 'user')?.text ?? '');

/** Of a reply of an earlier window only the trimmed texts are known. */
const writtenBefore = ({ thought, answer }: Answered): ReplyStart => ({
  thought: thought?.text ?? '',
  isClosed: thought?.ended !== 'cut' || answer !== '',
  closedByModel: false,
  answer,
});
