import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Kept } from './host.ts';

/** How near to the end still counts as being there, in pixels. */
const near = 24;

export interface Follow {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly isAtEnd: boolean;
  readonly onScroll: () => void;
  readonly toEnd: () => void;
  /** Stays where it is although content grows: the person is about to read here. */
  readonly release: () => void;
}

/**
 * Keeps the end of a growing conversation in sight for as long as the person is there; whoever scrolled up to read is left
 * alone. Sizes are watched rather than renderings: panels fold, windows and the composer change their height.
 */
export function useFollow(keep: (change: Partial<Kept>) => void, startAt: number | undefined): Follow {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(startAt === undefined);
  const [isAtEnd, setAtEnd] = useState(true);

  const look = (): void => {
    const element = scroller.current;
    if (element === null) return;
    isFollowing.current = element.scrollHeight - element.scrollTop - element.clientHeight < near;
    setAtEnd(isFollowing.current);
  };
  const goToEnd = (): void => {
    const element = scroller.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  };

  useEffect(() => {
    if (startAt !== undefined && scroller.current !== null) scroller.current.scrollTop = startAt;
    const sizes = new ResizeObserver(() => {
      if (isFollowing.current) goToEnd();
      look();
    });
    for (const element of [scroller.current, content.current]) if (element !== null) sizes.observe(element);
    return () => sizes.disconnect();
    // Only when the conversation appears: later sizes come through the observer.
  }, []);

  return {
    scroller,
    content,
    isAtEnd,
    onScroll: () => {
      look();
      keep({ scrollTop: isFollowing.current ? undefined : scroller.current?.scrollTop });
    },
    toEnd: () => {
      isFollowing.current = true;
      goToEnd();
    },
    release: () => {
      isFollowing.current = false;
    },
  };
}
