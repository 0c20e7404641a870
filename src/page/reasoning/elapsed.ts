import { useEffect, useRef, useState } from 'preact/hooks';
import type { ThoughtView } from '../../shared/chat.ts';

/** How often the time is looked at, in milliseconds: often enough that no second is skipped. */
const look = 250;

/** Milliseconds of thinking: what the extension said last, and while the thought runs the time since then. */
export function useElapsed({ elapsed, ended }: ThoughtView): number {
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
