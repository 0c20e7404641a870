import { families, foreignEndMarks } from '../models/families.ts';
import type { ReplyStart } from '../prompt/conversation.ts';
import { CodeTracker } from './codeTracker.ts';

const open = '<think>';
const close = '</think>';

/** Marks that any of the models we know may leak into its text; they are never part of what it says. */
const leaks = [
  ...new Set(families.flatMap(family => (family.conversation === undefined ? [] : family.endMarks))),
  ...foreignEndMarks,
];

export interface SplitterOptions {
  /** The prompt ended with `<think>`: the reply starts inside the trace. */
  readonly startsInThought: boolean;
  /** What is there already and the model goes on with. */
  readonly start?: ReplyStart;
}

export interface Chunk {
  /** "text" carries tags; "thought" and "answer" were separated by a server. */
  readonly kind: 'text' | 'thought' | 'answer';
  readonly text: string;
}

/** How the trace we are in was opened; it decides what closes it and what an end of the stream inside it means. */
type Opening = 'prompt' | 'server' | 'tag' | 'tagInsideLine';

/** What ended the last trace: the model's tag, a server that separates, we, or a tag the model wrote although we had. */
type Closing = 'tag' | 'server' | 'us' | 'tagAfterUs';

/**
 * Separates a reply into its reasoning and its answer while it streams, by these rules:
 * - `</think>` that was never opened turns all text before it into the trace: R1's template writes the opening tag itself;
 * - in the answer, tags in code and right behind an opening quote are text; inside the trace the first `</think>` ends it
 *   and `<think>` is text;
 * - only the exact tags count; several traces are joined by a blank line;
 * - an opening tag inside a line of the answer counts only when it is closed again: prose may speak of the tag;
 * - where we closed the trace for the model, it may not have noticed: its own `</think>` then ends the trace once more.
 * `thought` and `answer` may shrink when a late closing tag moves text; otherwise they only grow.
 */
export class ThoughtSplitter {
  #thoughts: string[] = [];
  #answer = '';
  #trace: Opening | undefined;
  #closing: Closing = 'tag';
  #code = new CodeTracker();
  /** The end of the text so far that may still become a tag or a mark. */
  #held = '';
  #ended = false;
  /** What the last call of `add` put into the trace. */
  #addedThought = '';

  constructor({ startsInThought, start }: SplitterOptions) {
    if (startsInThought || start !== undefined) this.#openTrace('prompt');
    if (start !== undefined) this.#restore(start);
  }

  /** Returns what is new in the trace: text of this chunk, and what stood in the answer before a late closing tag. */
  add(chunk: Chunk): string {
    this.#addedThought = '';
    if (chunk.kind === 'thought') this.#beginSeparatedThought();
    else if (chunk.kind === 'answer') this.#beginSeparatedAnswer();
    this.#read(chunk.text);
    return this.#addedThought;
  }

  /** Ends the trace for the model. A closing tag it had begun to write is dropped. */
  closeTrace(): void {
    const isTagBegun = this.#held.length > 1 && close.startsWith(this.#held);
    if (isTagBegun) this.#held = '';
    this.#keepHeld();
    this.#closeTrace('us');
  }

  /** No more text comes: what was held back is text after all. */
  end(): void {
    this.#keepHeld();
    if (this.#trace === 'tagInsideLine') this.#takeTraceBack();
    if (this.#trace === 'server') this.#dropTagThatEnds();
    this.#ended = true;
  }

  get thought(): string {
    return this.#thoughts
      .map(thought => thought.trim())
      .filter(thought => thought !== '')
      .join('\n\n');
  }

  /** Blank lines before the first line go, its indentation stays; spaces on the line of a closing tag are no indentation. */
  get answer(): string {
    const followsTag = this.#thoughts.length > 0 && this.#closing !== 'us' && !/^\s*\n/.test(this.#answer);
    const text = this.#answer.replace(followsTag ? /^\s+/ : /^(?:[^\S\n]*\n)+/, '');
    return this.#ended ? text.trimEnd() : text;
  }

  /**
   * All that was written, for a request that goes on with it. Of several traces and of tags that were dropped only the
   * text is told.
   */
  get written(): ReplyStart {
    // A trace that was opened again after an answer began cannot be gone on with: the answer can.
    const isClosed = this.#trace === undefined || this.#answer.trim() !== '';
    return {
      thought: this.#thoughts.filter(thought => thought !== '').join('\n\n'),
      isClosed,
      closedByModel: isClosed && this.#closing === 'tag' && this.#thoughts.length === 1,
      answer: isClosed ? this.#answer : '',
    };
  }

  get isThinking(): boolean {
    return this.#trace !== undefined;
  }

  /** The stream ended inside the trace: the answer never came. */
  get unclosed(): boolean {
    return this.#ended && this.#trace !== undefined;
  }

  #restore({ thought, isClosed, closedByModel, answer }: ReplyStart): void {
    this.#keep(thought);
    if (!isClosed) return;
    this.#closeTrace(closedByModel ? 'tag' : 'us');
    this.#keep(answer);
  }

  #beginSeparatedThought(): void {
    if (this.#trace === 'server') return;
    this.#keepHeld();
    if (this.#trace === undefined) this.#openTrace('server');
    else if (this.#trace === 'prompt') this.#trace = 'server';
  }

  #beginSeparatedAnswer(): void {
    if (this.#trace !== 'server' && this.#trace !== 'prompt') return;
    this.#keepHeld();
    // A server that does not know of the forced start may yet send the trace as its content: a late closing tag will tell.
    if (this.#trace === 'prompt' && this.#isTraceBlank()) this.#thoughts.pop();
    if (this.#trace === 'server') this.#dropTagThatEnds();
    this.#closeTrace('server');
  }

  #keepHeld(): void {
    this.#keep(this.#held);
    this.#held = '';
  }

  #read(text: string): void {
    let rest = this.#held + text;
    this.#held = '';
    while (rest !== '') {
      const next = nextToken(rest);
      if (next === undefined) {
        const tail = unfinishedToken(rest);
        this.#keep(rest.slice(0, rest.length - tail.length));
        this.#held = tail;
        return;
      }
      this.#keep(rest.slice(0, next.at));
      this.#take(next.token);
      rest = rest.slice(next.at + next.token.length);
    }
  }

  #take(token: string): void {
    if (this.#trace !== undefined) this.#takeInTrace(token);
    else this.#takeInAnswer(token);
  }

  #takeInTrace(token: string): void {
    if (token === close && this.#trace !== 'server') this.#closeTrace('tag');
    else if (token === close || (token === open && !this.#isTraceBlank())) this.#keep(token);
  }

  #takeInAnswer(token: string): void {
    const isLineStart = this.#code.line.trim() === '';
    if (this.#code.isInCode || isInQuotes(this.#code.line)) this.#keep(token);
    else if (token === open) this.#openTrace(isLineStart ? 'tag' : 'tagInsideLine');
    else if (token === close && (this.#thoughts.length === 0 || this.#closing === 'us')) this.#turnIntoTrace();
    else if (token === close && !isLineStart) this.#keep(token);
  }

  #keep(text: string): void {
    if (text === '') return;
    if (this.#trace !== undefined) {
      this.#thoughts.push((this.#thoughts.pop() ?? '') + text);
      this.#addedThought += text;
    } else {
      this.#answer += text;
      this.#code.read(text);
    }
  }

  #openTrace(opening: Opening): void {
    this.#trace = opening;
    this.#thoughts.push('');
  }

  #closeTrace(closing: Closing): void {
    this.#trace = undefined;
    this.#closing = closing;
  }

  #turnIntoTrace(): void {
    this.#closing = this.#thoughts.length === 0 ? 'tag' : 'tagAfterUs';
    if (this.#answer.trim() !== '' || this.#thoughts.length === 0) this.#thoughts.push(this.#answer);
    this.#addedThought += this.#answer;
    this.#answer = '';
    this.#code = new CodeTracker();
  }

  #takeTraceBack(): void {
    const text = this.#thoughts.pop() ?? '';
    this.#trace = undefined;
    this.#keep(open + text);
  }

  /** The server separated the trace, but left its closing tag. */
  #dropTagThatEnds(): void {
    this.#thoughts.push((this.#thoughts.pop() ?? '').trimEnd().replace(/<\/think>$/, ''));
  }

  #isTraceBlank(): boolean {
    return (this.#thoughts.at(-1) ?? '').trim() === '';
  }
}

/** Whether what follows stands right behind an opening quote: prose may speak of a tag. */
const isInQuotes = (line: string): boolean =>
  line.endsWith('“') || (line.endsWith('"') && line.split('"').length % 2 === 0);

const tokens = [open, close, ...leaks];
const anyToken = new RegExp(tokens.map(token => token.replaceAll('|', '\\|')).join('|'));

function nextToken(text: string): { token: string; at: number } | undefined {
  const match = anyToken.exec(text);
  return match === null ? undefined : { token: match[0], at: match.index };
}

const longest = Math.max(...tokens.map(token => token.length));

/** The end of the text that is the beginning of a token: a mark can arrive in pieces ("</th", "ink>"). */
function unfinishedToken(text: string): string {
  for (let at = Math.max(0, text.length - longest + 1); at < text.length; at++) {
    const tail = text.slice(at);
    if (tokens.some(token => token.startsWith(tail))) return tail;
  }
  return '';
}
