import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ThoughtView } from '../../shared/chat.ts';
import { VisibleText } from '../markdown/visibleText.tsx';
import { t } from '../texts.ts';
import { stepWords } from './places.ts';

interface OutlineProps {
  readonly thought: ThoughtView;
  readonly jump: (step: number) => void;
  readonly close: () => void;
}

/** The steps of a trace as a list to jump from. One of its buttons is a tab stop; the arrow keys go through them. */
export function Outline({ thought, jump, close }: OutlineProps): VNode {
  const list = useRef<HTMLOListElement>(null);
  const buttons = (): readonly HTMLButtonElement[] => [...(list.current?.querySelectorAll('button') ?? [])];
  useEffect(() => buttons()[0]?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey) return;
    if (event.key === 'Escape') return close();
    const all = buttons();
    const at = all.findIndex(button => button === document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all[Math.min(Math.max(next, 0), all.length - 1)]?.focus();
  };
  return (
    <nav class="outline" aria-label={t('Outline')} onKeyDown={onKeyDown}>
      <ol ref={list}>
        {thought.steps.map((step, at) => (
          <li key={step.at}>
            <button
              type="button"
              tabIndex={at === 0 ? 0 : -1}
              onFocus={event => makeTabStop(buttons(), event.currentTarget)}
              onClick={() => jump(at)}
            >
              <span class="outline-number">{at + 1}</span>
              {step.turn !== '' && <span class="outline-turn">{step.turn}</span>}{' '}
              <span class="outline-words">
                <VisibleText text={stepWords(thought.text, step)} where="prose" />
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function makeTabStop(buttons: readonly HTMLButtonElement[], one: HTMLButtonElement): void {
  for (const button of buttons) button.tabIndex = button === one ? 0 : -1;
}
