import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { ThoughtView } from '../../shared/chat.ts';
import { highlighter } from './highlights.ts';
import { isTurningBack, shownPlaces } from './places.ts';
import { type ShownText, readShown } from './shownText.ts';

/** The paragraph gets its ↺ from a style rule: what is copied and read out stays the model's own text. */
const turningBack = 'turning-back';

/** Colours the words at which the shown trace turns. Runs after each rendering that may have changed them. */
export function useTurnMarks(trace: RefObject<HTMLElement | null>, thought: ThoughtView, isShown: boolean): void {
  const [mark] = useState(() => highlighter('deepwell-turn'));
  useLayoutEffect(() => {
    if (trace.current === null) return;
    mark(isShown ? markTurns(trace.current, thought) : []);
  }, [thought.text, thought.steps, thought.ended, isShown]);
  useLayoutEffect(() => () => mark([]), []);
}

function markTurns(trace: HTMLElement, { text, steps }: ThoughtView): readonly Range[] {
  const shown = readShown(trace);
  const places = shownPlaces(
    text,
    shown.text,
    steps.map(({ at }) => at),
  );
  const marked = new Set<Element>();
  const ranges = steps.flatMap((step, number) => {
    const range = wordRange(shown, places[number], step.turn);
    const paragraph = isTurningBack(step) ? paragraphFrom(range) : undefined;
    if (paragraph !== undefined) marked.add(paragraph);
    return range ?? [];
  });
  for (const before of [...trace.getElementsByClassName(turningBack)]) if (!marked.has(before)) before.className = '';
  for (const paragraph of marked) paragraph.className = turningBack;
  return ranges;
}

/** The turn word with the comma after it. */
function wordRange(shown: ShownText, place: number | undefined, turn: string): Range | undefined {
  if (place === undefined || turn === '' || !shown.text.startsWith(turn, place)) return undefined;
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
