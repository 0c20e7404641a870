import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { StepView, ThoughtView } from '../../shared/chat.ts';
import { highlighter } from './highlights.ts';
import { isTurningBack, shownPlaces } from './places.ts';
import { type ShownText, readShown } from './shownText.ts';

/** Colours the words at which the shown trace turns. Runs after each rendering that may have changed them. */
export function useTurnMarks(trace: RefObject<HTMLElement | null>, thought: ThoughtView, isShown: boolean): void {
  const [marks] = useState(() => new TurnMarks());
  useLayoutEffect(() => {
    if (trace.current !== null && isShown) marks.update(trace.current, thought);
    else marks.clear();
  }, [thought.text, thought.steps, thought.ended, isShown]);
  useLayoutEffect(() => () => marks.clear(), []);
}

/** The paragraph gets its ↺ from a style rule: what is copied and read out stays the model's own text. */
const turningBack = 'turning-back';

interface Mark {
  readonly step: StepView;
  /** The block of the trace that it stands in. */
  readonly block: Element;
  readonly range: Range | undefined;
  readonly paragraph: Element | undefined;
}

/**
 * The marks of one trace. A trace grows at its end, so only what stands in its last blocks is looked for anew: a long
 * trace costs as much with each token as a short one.
 */
class TurnMarks {
  readonly #show = highlighter('deepwell-turn');
  #marks: readonly Mark[] = [];
  #seen = { text: '', ended: false };

  update(trace: HTMLElement, { text, steps, ended }: ThoughtView): void {
    const grew = ended === this.#seen.ended && text.startsWith(this.#seen.text);
    const kept = grew ? this.#marks.filter(mark => isSettled(mark, trace)) : [];
    this.#seen = { text, ended };
    const last = kept.at(-1);
    const rest = last === undefined ? steps : steps.filter(({ at }) => at > last.step.at);
    this.#set([...kept, ...findMarks(trace, last, text, rest)]);
  }

  clear(): void {
    this.#set([]);
    this.#seen = { text: '', ended: false };
  }

  #set(marks: readonly Mark[]): void {
    const marked = new Set(marks.map(({ paragraph }) => paragraph));
    for (const { paragraph } of this.#marks) if (!marked.has(paragraph)) paragraph?.classList.remove(turningBack);
    for (const { paragraph } of marks) paragraph?.classList.add(turningBack);
    this.#show(marks.flatMap(({ range }) => range ?? []));
    this.#marks = marks;
  }
}

/** Two blocks that follow it are enough for the Markdown in it to be read for good. */
const isSettled = ({ block, range }: Mark, trace: HTMLElement): boolean =>
  block.parentElement === trace && !range?.collapsed && Boolean(block.nextElementSibling?.nextElementSibling);

/** Looks for steps from a mark that is known on, or from the start of the trace. */
function findMarks(
  trace: HTMLElement,
  known: Mark | undefined,
  text: string,
  steps: readonly StepView[],
): readonly Mark[] {
  if (steps.length === 0) return [];
  const from = known?.step.at ?? 0;
  const shown = readShown(trace, known?.block);
  // A block may begin before the step that is known in it.
  const skipped = known?.range === undefined ? 0 : Math.max(0, shown.text.indexOf(known.range.toString()));
  const places = shownPlaces(
    text.slice(from),
    shown.text.slice(skipped),
    steps.map(({ at }) => at - from),
  );
  return steps.flatMap((step, number) => {
    const place = places[number];
    return place === undefined ? [] : (markAt(trace, shown, place + skipped, step) ?? []);
  });
}

function markAt(trace: HTMLElement, shown: ShownText, place: number, step: StepView): Mark | undefined {
  const parent = shown.range(place, place).startContainer.parentElement;
  let block = parent;
  while (block !== null && block.parentElement !== trace) block = block.parentElement;
  if (block === null) return undefined;
  const range = wordRange(shown, place, step.turn);
  return { step, block, range, paragraph: isTurningBack(step) ? paragraphFrom(range) : undefined };
}

/** The turn word with the comma after it. */
function wordRange(shown: ShownText, place: number, turn: string): Range | undefined {
  if (turn === '' || !shown.text.startsWith(turn, place)) return undefined;
  const end = place + turn.length;
  return shown.range(place, /[,.:…]/.test(shown.text[end] ?? '') ? end + 1 : end);
}

/** The paragraph that begins with the word. */
function paragraphFrom(range: Range | undefined): Element | undefined {
  const parent = range?.startContainer.parentElement;
  return parent?.localName === 'p' && parent.firstChild === range?.startContainer && range?.startOffset === 0
    ? parent
    : undefined;
}
