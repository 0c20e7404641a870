import type { Attachment } from '../prompt/attachments.ts';
import { type Failure, asFailure } from '../shared/failure.ts';
import type { AssistantTurnView, ProblemView, Thinking, TurnView } from '../shared/chat.ts';
import type { Log } from '../shared/log.ts';
import { abilitiesOf } from './abilities.ts';
import { pastOf } from './past.ts';
import { type Clock, Reply } from './reply.ts';
import { type ChatModel, type LoopGuardMode, Running } from './running.ts';
import type { Sent } from './sent.ts';
import {
  branchOf,
  nextId,
  pathTo,
  shownPath,
  titleOf,
  turnOf,
  withBranch,
  withChanged,
  withTurn,
  withoutTurn,
} from './tree.ts';
import type { Answered, Chat, Question, Turn } from './turns.ts';
import { answerView, questionView } from './views.ts';

export interface SessionParts {
  /** Finds the engine for the next reply. Throws Failure where none can answer. */
  readonly reach: (signal: AbortSignal) => Promise<ChatModel>;
  /** One sentence and one button for a failure. */
  readonly tell: (failure: Failure) => ProblemView;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
  /** Called after each change: of one turn, or of more than that. */
  readonly changed: (change: Change) => void;
  /** Where the chat itself has not chosen. */
  readonly thinking: () => Thinking;
  readonly loopGuard: () => LoopGuardMode;
}

export type Change = { readonly kind: 'turns' } | { readonly kind: 'turn'; readonly id: string };

/** How a reply is written, where not as usual. */
interface Way {
  readonly temperature?: number;
}

/** One conversation: its turns as a tree and at most one running reply. The page only shows what stands here. */
export class ChatSession {
  readonly #parts: SessionParts;
  readonly #sent = new Map<string, Sent>();
  #chat: Chat;
  #running: Running | undefined;
  /** The reply that is being written, or was written last in this window. */
  #reply: Reply | undefined;
  #model: ChatModel | undefined;

  constructor(parts: SessionParts, chat: Chat) {
    this.#parts = parts;
    this.#chat = chat;
  }

  /** As it is to be stored, with what is written of a running reply. */
  get chat(): Chat {
    return this.#running === undefined || this.#reply === undefined
      ? this.#chat
      : withChanged(this.#chat, this.#reply.stored());
  }

  /** The turns of the branches that are shown. */
  get turns(): readonly TurnView[] {
    const path = shownPath(this.#chat);
    return path.map((turn, at) => this.#viewOf(turn, path[at - 2]));
  }

  turn(id: string): TurnView | undefined {
    const path = shownPath(this.#chat);
    const at = path.findIndex(turn => turn.id === id);
    const turn = path[at];
    return turn && this.#viewOf(turn, path[at - 2]);
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** What the model was sent for a reply; undefined where that was in an earlier window. */
  sent(id: string): Sent | undefined {
    return this.#sent.get(id);
  }

  /** Asks. Resolves when the reply has ended, however it ended; so do all that ask for one. */
  async send(
    text: string,
    attachments: readonly Attachment[] = [],
    { leavesOut }: { leavesOut?: string } = {},
  ): Promise<void> {
    this.stop();
    const parent = shownPath(this.#chat).at(-1)?.id;
    await this.#ask({ parent, text, attachments, ...(leavesOut !== undefined && { leavesOut }) });
  }

  /** Asks in other words, beside the first ones. */
  async editMessage(id: string, text: string): Promise<void> {
    const question = turnOf(this.#chat, id);
    if (question?.role !== 'user' || text.trim() === '') return;
    this.stop();
    const { parent, attachments, leavesOut } = question;
    await this.#ask({ parent, text, attachments, ...(leavesOut !== undefined && { leavesOut }) });
  }

  /** Answers again, beside the first answer. */
  async regenerate(id: string, way: Way = {}): Promise<void> {
    const before = this.#answered(id);
    if (before === undefined) return;
    this.stop();
    await this.#begin(this.#blankReply(before.parent), way);
  }

  /** Asks again for a reply that failed. One that wrote nothing makes place for it. */
  async retry(id: string): Promise<void> {
    const failed = this.#answered(id);
    if (failed === undefined) return;
    this.stop();
    if (failed.answer === '' && failed.thought === undefined) this.#chat = withoutTurn(this.#chat, id);
    await this.#begin(this.#blankReply(failed.parent), wayOf(failed));
  }

  /** Ends the running reply; what it wrote so far stays. */
  stop(): void {
    const running = this.#running;
    if (running === undefined || this.#reply === undefined) return;
    this.#running = undefined;
    running.stop();
    this.#ended(this.#reply, 'stopped');
  }

  /** Ends the trace and gets the answer, of a reply that thinks or that was cut off before it answered. */
  async answerNow(id: string): Promise<void> {
    if (!this.#can(id)?.answerNow) return;
    if (this.#running !== undefined && this.#reply?.id === id) return this.#running.closeThought('answerNow');
    await this.#resume(id, reply => reply.closeThought('answerNow'));
  }

  /** Goes on inside a trace that was cut off. */
  async continueThinking(id: string): Promise<void> {
    if (this.#answered(id)?.thought?.ended === 'cut') await this.#resume(id);
  }

  /** Goes on with an answer that was cut off. */
  async continueAnswer(id: string): Promise<void> {
    if (this.#answered(id)?.answer) await this.#resume(id);
  }

  /** Lets the model think on from a trace the person has changed, beside the first reply. */
  async editThought(id: string, text: string): Promise<void> {
    const before = this.#answered(id);
    if (before?.thought === undefined || text.trim() === '') return;
    this.stop();
    const thought = { text, milliseconds: 0, tokens: 0, steps: [], ended: 'cut', edited: true } as const;
    const { role, parent, state } = before;
    const begun: Answered = { role, parent, state, ...this.#stamp(), answer: '', tokens: 0, thought };
    await this.#begin(new Reply(begun, this.#parts.clock, begun), wayOf(before));
  }

  /** A trace that goes in circles may go on. */
  letItThink(id: string): void {
    if (this.#running === undefined || this.#reply?.id !== id) return;
    this.#reply.ignoreLoops();
    this.#parts.changed({ kind: 'turn', id });
  }

  showBranch(id: string, number: number): void {
    const chat = withBranch(this.#chat, id, number);
    if (chat === this.#chat) return;
    this.stop();
    this.#chat = withBranch(this.#chat, id, number);
    this.#parts.changed({ kind: 'turns' });
  }

  setThinking(thinking: Thinking): void {
    this.#change({ ...this.#chat, thinking });
  }

  setPanel(id: string, open: boolean): void {
    this.#change({ ...this.#chat, openedByHand: { ...this.#chat.openedByHand, [id]: open } });
  }

  rename(title: string): void {
    this.#change({ ...this.#chat, title });
  }

  #change(chat: Chat): void {
    this.#chat = { ...chat, updatedAt: this.#parts.now() };
    this.#parts.changed({ kind: 'turns' });
  }

  async #ask(question: Omit<Question, 'role' | 'id' | 'at'>): Promise<void> {
    const asked: Question = { role: 'user', ...this.#stamp(), ...question };
    const { title } = this.#chat;
    this.#chat = withTurn({ ...this.#chat, title: title === '' ? titleOf(question.text) : title }, asked);
    await this.#begin(this.#blankReply(asked.id), {});
  }

  /** A reply that is stored goes on in its place. */
  async #resume(id: string, prepare: (reply: Reply) => void = () => undefined): Promise<void> {
    const before = this.#answered(id);
    if (before === undefined) return;
    this.stop();
    const reply = new Reply(before, this.#parts.clock, this.#answered(id));
    prepare(reply);
    await this.#begin(reply, wayOf(before));
  }

  async #begin(reply: Reply, way: Way): Promise<void> {
    const running = new Running();
    this.#running = running;
    this.#reply = reply;
    const stored = reply.stored();
    const isNew = turnOf(this.#chat, reply.id) === undefined;
    this.#chat = isNew ? withTurn(this.#chat, stored) : withChanged(this.#chat, stored);
    this.#change(this.#chat);
    const startedAt = this.#parts.clock();
    try {
      await this.#write(running, reply, way);
      if (this.#running === running) this.#finish(reply, 'complete');
    } catch (error) {
      // Stopped: it has been ended already, and nothing may be added after.
      if (this.#running === running) this.#fail(reply, asFailure(error));
    }
    this.#parts.log('chat.ended', {
      state: reply.stored().state,
      tokens: reply.tokens,
      ms: Math.round(this.#parts.clock() - startedAt),
    });
  }

  async #write(running: Running, reply: Reply, { temperature }: Way): Promise<void> {
    const model = await this.#parts.reach(running.signal);
    running.signal.throwIfAborted();
    this.#model = model;
    await running.write(model, {
      reply,
      past: pastOf(pathTo(this.#chat, reply.parent)),
      thinking: this.#chat.thinking ?? this.#parts.thinking(),
      loopGuard: this.#parts.loopGuard(),
      temperature,
      grew: () => {
        if (this.#running === running) this.#parts.changed({ kind: 'turn', id: reply.id });
      },
      sent: sent => this.#sent.set(reply.id, sent),
    });
  }

  #finish(reply: Reply, state: 'complete' | 'error', problem?: ProblemView): void {
    this.#running = undefined;
    this.#ended(reply, state, problem);
  }

  #fail(reply: Reply, failure: Failure): void {
    this.#finish(reply, 'error', this.#parts.tell(failure));
    this.#parts.log('chat.failed', { kind: failure.kind });
  }

  #ended(reply: Reply, state: 'complete' | 'stopped' | 'error', problem?: ProblemView): void {
    reply.end(state, problem && { problem });
    this.#chat = { ...withChanged(this.#chat, reply.stored()), updatedAt: this.#parts.now() };
    this.#parts.changed({ kind: 'turn', id: reply.id });
  }

  #viewOf(turn: Turn, before: Turn | undefined): TurnView {
    const branch = branchOf(this.#chat, turn);
    const more = { ...(branch && { branch }) };
    if (turn.role === 'user') return { ...questionView(turn), ...more };
    const writtenBy = writtenByOf(turn, before);
    return { ...this.#answerView(turn), ...more, ...(writtenBy !== undefined && { writtenBy }) };
  }

  #answerView(turn: Answered): AssistantTurnView {
    const reply = this.#reply;
    if (reply?.id !== turn.id) return answerView(turn, this.#model);
    const view = reply.view(none);
    return { ...view, can: abilitiesOf(view, this.#model) };
  }

  #can(id: string): AssistantTurnView['can'] | undefined {
    const view = this.turn(id);
    return view?.role === 'assistant' ? view.can : undefined;
  }

  #answered(id: string): Answered | undefined {
    const turn = turnOf(this.#chat, id);
    return turn?.role === 'assistant' ? turn : undefined;
  }

  #blankReply(parent: string): Reply {
    return new Reply({ parent, ...this.#stamp() }, this.#parts.clock);
  }

  #stamp(): { id: string; at: number } {
    return { id: nextId(this.#chat), at: this.#parts.now() };
  }
}

const none = { answerNow: false, continueThinking: false, continueAnswer: false, editThought: false };

const wayOf = ({ temperature }: Answered): Way => ({ ...(temperature !== undefined && { temperature }) });

/** What wrote a reply, where that is another than the reply before. */
function writtenByOf({ model, temperature }: Answered, before: Turn | undefined): string | undefined {
  const last = before?.role === 'assistant' ? before : undefined;
  if (model === undefined || (model === last?.model && temperature === last?.temperature)) return undefined;
  if (last === undefined && temperature === undefined) return undefined;
  return temperature === undefined ? model : `${model}, T ${temperature}`;
}
