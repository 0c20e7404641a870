import { tokensIn } from '../context/tokens.ts';
import type { AssistantTurnView, TurnView, UserTurnView } from '../shared/chat.ts';
import { abilitiesOf, type Steered } from './abilities.ts';
import { pastTurns } from './past.ts';
import type { Reply } from './reply.ts';
import { replyView } from './replyView.ts';
import { type Branches, branchesOf, branchOf, shownPath } from './tree.ts';
import type { Answered, Chat, Question, Turn } from './turns.ts';

export interface TurnViewParts {
  /** Replies of this window, by id. */
  readonly replies: ReadonlyMap<string, Reply>;
  readonly model: () => Steered | undefined;
  readonly nameWriter: (model: string, temperature: number | undefined) => string;
}

/** What is shown of a chat, worked out once while the chat stays the same. */
interface Shown {
  readonly chat: Chat;
  readonly branches: Branches;
  readonly path: readonly Turn[];
}

/** The shown path of a chat as the page shows it. */
export class TurnViews {
  readonly #parts: TurnViewParts;
  /** Counting the tokens of attachments takes time, and a question never changes. */
  readonly #questions = new WeakMap<Question, UserTurnView>();
  #shown: Shown | undefined;

  constructor(parts: TurnViewParts) {
    this.#parts = parts;
  }

  all(chat: Chat): readonly TurnView[] {
    const shown = this.#of(chat);
    return shown.path.map((turn, at) => this.#view(turn, at, shown));
  }

  one(chat: Chat, id: string): TurnView | undefined {
    const shown = this.#of(chat);
    // What grows stands at the end.
    const at = shown.path.findLastIndex(turn => turn.id === id);
    const turn = shown.path[at];
    return turn && this.#view(turn, at, shown);
  }

  #of(chat: Chat): Shown {
    if (this.#shown?.chat === chat) return this.#shown;
    const branches = branchesOf(chat);
    this.#shown = { chat, branches, path: shownPath(chat, branches) };
    return this.#shown;
  }

  #view(turn: Turn, at: number, shown: Shown): TurnView {
    const branch = branchOf(turn, shown.branches);
    const view = turn.role === 'user' ? this.#question(turn) : this.#reply(turn, at, shown);
    return branch === undefined ? view : { ...view, branch };
  }

  #question(question: Question): UserTurnView {
    const known = this.#questions.get(question);
    if (known !== undefined) return known;
    const { id, text } = question;
    const attachments = question.attachments.map(one => ({ ...one, tokens: tokensIn(one.text) }));
    const view: UserTurnView = { role: 'user', id, text, attachments };
    this.#questions.set(question, view);
    return view;
  }

  #reply(stored: Answered, at: number, { path, branches }: Shown): AssistantTurnView {
    const running = this.#parts.replies.get(stored.id);
    const reply = running?.stored() ?? stored;
    const writtenBy = this.#writtenBy(reply, path.slice(0, at).findLast(hasModel));
    return {
      ...(running?.view() ?? replyView(stored)),
      can: abilitiesOf(reply, {
        ...(running?.isStreaming && { writes: running.isThinking ? 'thought' : 'answer' }),
        isFollowed: branches.has(stored.id),
        model: this.#parts.model(),
        filled: () => running?.filled ?? filledBy(reply, path.slice(0, at)),
      }),
      ...(writtenBy !== undefined && { writtenBy }),
    };
  }

  /** Undefined where the same model wrote the reply before, with the same temperature. */
  #writtenBy({ model, temperature }: Answered, before: Answered | undefined): string | undefined {
    if (model === undefined) return undefined;
    const isSame = (before?.model ?? model) === model && before?.temperature === temperature;
    return isSame ? undefined : this.#parts.nameWriter(model, temperature);
  }
}

const hasModel = (turn: Turn): turn is Answered => turn.role === 'assistant' && turn.model !== undefined;

/** Tokens of a conversation with its last reply, estimated. */
const filledBy = ({ thought, answer }: Answered, before: readonly Turn[]): number =>
  [...pastTurns(before).map(({ text }) => text), thought?.text ?? '', answer].reduce(
    (sum, text) => sum + tokensIn(text),
    0,
  );
