import type { StepView } from '../shared/chat.ts';

/** A trace of more steps has no outline but a list as long as itself. */
const mostSteps = 200;

/** A turn nearer to the step before belongs to it. */
const shortestStep = 40;

/** The same for words that begin every other sentence, where they stand within a paragraph. */
const shortestBeforeWeakTurn = 120;

const strong = [
  ...['Wait', 'Alternatively', 'However', 'Hmm', 'Actually', 'Let me', "Let's", 'Let’s', 'Finally', 'Maybe'],
  ...['等等', '等一下', '不过', '另外', '或者', '其实', '最后', '首先'],
];
const weak = [
  ...['So', 'But', 'First', 'Next', 'Then', 'Therefore', 'Okay', 'OK', 'Now', 'Also'],
  ...['但是', '所以', '因此', '其次', '接下来', '然后', '那么', '现在'],
];
const turns = [...strong, ...weak];

/** English turns end as a word does ("Hmm" may be longer); Chinese has no spaces between words. */
const turnHere = new RegExp(
  turns
    .map(word => (/[a-z]$/i.test(word) ? `${word}${word === 'Hmm' ? 'm*' : ''}(?![\\p{L}\\p{N}_'’-]|\\.\\p{L})` : word))
    .join('|'),
  'uy',
);

/** Where in the text we are: the places at which a step can begin are the starts of lines and of sentences. */
type Place = 'lineStart' | 'sentenceStart' | 'afterSentence' | 'inside';

/**
 * The outline of a trace: a step begins where a line or a sentence begins with a turn ("Wait", "So"). Reading a longer text
 * looks only at what is new, and no step that was told moves or goes while the text grows.
 */
export class TraceSteps {
  #text = '';
  #steps: readonly StepView[] = [];
  /** Up to here all is looked at. */
  #at = 0;
  #place: Place = 'lineStart';
  #isInFence = false;

  /** The steps of a trace as far as it came; a text that does not go on from the one before is another trace. */
  read(text: string): readonly StepView[] {
    if (!text.startsWith(this.#text)) this.#startAnew();
    this.#text = text;
    while (this.#at < text.length && this.#readOne());
    return this.#steps;
  }

  #startAnew(): void {
    this.#steps = [];
    this.#at = 0;
    this.#place = 'lineStart';
    this.#isInFence = false;
  }

  /** Looks at one character; false where more text has to come before it is known what it is. */
  #readOne(): boolean {
    const char = this.#text.charAt(this.#at);
    if (char === '\n') this.#place = 'lineStart';
    else if (this.#place === 'lineStart' && (char === '`' || char === '~')) return this.#readFence(char);
    else if (this.#isInFence) this.#place = this.#place === 'lineStart' && char === ' ' ? 'lineStart' : 'inside';
    else if (this.#mayBegin(char) && !this.#begin()) return false;
    else this.#place = placeAfter(char, this.#place);
    this.#at += 1;
    return true;
  }

  #readFence(char: string): boolean {
    const mark = char.repeat(3);
    const here = this.#text.slice(this.#at, this.#at + 3);
    if (here.length < 3 && mark.startsWith(here)) return false;
    if (here === mark) this.#isInFence = !this.#isInFence;
    this.#place = 'inside';
    this.#at += 1;
    return true;
  }

  #mayBegin(char: string): boolean {
    const isStart = this.#place === 'lineStart' || this.#place === 'sentenceStart';
    return isStart && !isBeforeText(char, this.#place);
  }

  /** Adds the step that begins here, if one does; false where that cannot be told yet. */
  #begin(): boolean {
    const turn = turnAt(this.#text, this.#at);
    if (turn === undefined) return false;
    if (this.#steps.length === 0) this.#add(0, turn);
    else if (turn !== '' && this.#isFarEnough(turn)) this.#add(this.#at, turn);
    return true;
  }

  #isFarEnough(turn: string): boolean {
    const isWeak = this.#place === 'sentenceStart' && weak.includes(turn);
    return this.#at - (this.#steps.at(-1)?.at ?? 0) >= (isWeak ? shortestBeforeWeakTurn : shortestStep);
  }

  #add(at: number, turn: string): void {
    if (this.#steps.length < mostSteps) this.#steps = [...this.#steps, { at, turn }];
  }
}

/** The turn that begins here, '' where none does; undefined while the text may still become one. */
function turnAt(text: string, at: number): string | undefined {
  turnHere.lastIndex = at;
  const turn = turnHere.exec(text)?.[0] ?? '';
  const rest = text.slice(at, at + 20);
  if (turn === rest || `${turn}.` === rest || turns.some(word => word.length > rest.length && word.startsWith(rest)))
    return undefined;
  return turn;
}

/** What may stand before the first word: indentation, marks of lists, quotes and headings, opening quotes and brackets. */
const isBeforeText = (char: string, place: Place): boolean =>
  place === 'lineStart' ? /[\s>*_#+\-\d.)"“'‘(\uff08「]/.test(char) : /[\s*_"“'‘(\uff08「]/.test(char);

function placeAfter(char: string, place: Place): Place {
  if ((place === 'lineStart' || place === 'sentenceStart') && isBeforeText(char, place)) return place;
  if (/[\u3002\uff01\uff1f]/.test(char)) return 'sentenceStart';
  if (/[.!?…]/.test(char)) return 'afterSentence';
  if (place !== 'afterSentence') return 'inside';
  if (/["'”’)\]*_`]/.test(char)) return place;
  return /\s/.test(char) ? 'sentenceStart' : 'inside';
}
