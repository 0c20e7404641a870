import type { RefObject } from 'preact';
import { useContext, useRef } from 'preact/hooks';
import type { ThoughtView } from '../../shared/chat.ts';
import { PageActions } from '../pageActions.ts';
import { t } from '../texts.ts';
import { shownPlaces, stepWords } from './places.ts';
import { bringIntoSight, readShown } from './shownText.ts';

interface Steps {
  readonly jump: (step: number) => void;
  /** Alt with an arrow goes to the step after or before the one that was gone to last. */
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Ways from step to step of a shown trace. */
export function useSteps(trace: RefObject<HTMLElement | null>, thought: ThoughtView, isShown: boolean): Steps {
  const { announce } = useContext(PageActions);
  const current = useRef(-1);
  const jump = (number: number): void => {
    const step = thought.steps[number];
    if (step === undefined || trace.current === null) return;
    current.current = number;
    showStep(trace.current, thought, number);
    announce(t('Step {0}: {1}', number + 1, `${step.turn} ${stepWords(thought.text, step)}`.trim()));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (!isShown || !event.altKey || by === 0 || thought.steps.length === 0) return;
    event.preventDefault();
    jump(Math.min(Math.max(current.current + by, 0), thought.steps.length - 1));
  };
  return { jump, onKeyDown };
}

function showStep(trace: HTMLElement, { text, steps }: ThoughtView, number: number): void {
  const shown = readShown(trace);
  const at = shownPlaces(text, shown.text, [steps[number]?.at ?? 0])[0];
  if (at === undefined) return;
  const range = shown.range(at, at + 1);
  bringIntoSight(range);
  glow(range.startContainer.parentElement?.closest('p, li, pre'));
}

/** Shows the eye where it is. Only looks: no element of the trace changes. */
function glow(element: Element | null | undefined): void {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const colour = 'color-mix(in srgb, var(--vscode-charts-yellow) 22%, transparent)';
  const frames = still ? [{ backgroundColor: colour }, { backgroundColor: colour }] : [{ backgroundColor: colour }, {}];
  element?.animate(frames, { duration: 1200, easing: 'ease-out' });
}
