import type { VNode } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { ThoughtView } from '../shared/chat.ts';
import { Icon } from './icon.tsx';
import { duration, reasoningName, tokenCount } from './labels.ts';
import { Markdown } from './markdown/markdown.tsx';
import { parseTrace } from './markdown/parser.ts';

interface ReasoningProps {
  readonly thought: ThoughtView;
  readonly isOpen: boolean;
  readonly setOpen: (open: boolean) => void;
}

/** The model's reasoning: a line with its time that opens into the trace. */
export function Reasoning({ thought, isOpen, setOpen }: ReasoningProps): VNode {
  const id = useId();
  const elapsed = useElapsed(thought);
  return (
    <section class={thought.ended ? 'reasoning' : 'reasoning running'}>
      <div class="reasoning-line">
        <button
          type="button"
          class="reasoning-button"
          aria-expanded={isOpen}
          aria-controls={id}
          aria-label={reasoningName(thought, elapsed)}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="chevron" />
          {!thought.ended && <span class="dot" />}
          <span class="reasoning-word">Reasoning</span> <span class="reasoning-time">{duration(elapsed)}</span>
        </button>
        {thought.tokens > 0 && (
          <span class="reasoning-tokens" aria-hidden="true">
            {tokenCount(thought.tokens)}
          </span>
        )}
      </div>
      <div id={id} class="trace" data-part="thought" hidden={!isOpen}>
        <Markdown text={thought.text} isFinished={thought.ended} parse={parseTrace} />
      </div>
      {thought.cutOff && <p class="quiet-note">The reasoning was cut off; no answer came.</p>}
    </section>
  );
}

/** How often the time is looked at, in milliseconds: often enough that no second is skipped. */
const look = 250;

/** Milliseconds of thinking: what the extension said last, and while the thought runs the time since then. */
function useElapsed({ elapsed, ended }: ThoughtView): number {
  const known = useRef({ elapsed, at: performance.now() });
  const shown = useRef(elapsed);
  const [, tick] = useState(0);
  if (known.current.elapsed !== elapsed) known.current = { elapsed, at: performance.now() };
  useEffect(() => {
    if (ended) return undefined;
    const timer = setInterval(() => tick(count => count + 1), look);
    return () => clearInterval(timer);
  }, [ended]);
  if (ended) return elapsed;
  // Messages take their time: without this the clock could step back by one.
  shown.current = Math.max(shown.current, elapsed + performance.now() - known.current.at);
  return shown.current;
}
