import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** How near to the end still counts as being there, in pixels. */
const near = 24;

export interface Follow {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly isFollowing: { readonly current: boolean };
  readonly isAtEnd: boolean;
  /** There is more than the scroller shows at once. */
  readonly isLong: boolean;
  /** Looks where the person is: to be called when they scroll. */
  readonly look: () => void;
  readonly toEnd: () => void;
  /** Stays where it is although content grows: the person is about to read here. */
  readonly release: () => void;
}

/**
 * Keeps the end of growing content in sight for as long as the person is there; whoever scrolled up to read is left
 * alone. Sizes are watched rather than renderings: panels fold, windows and the composer change their height.
 */
export function useFollow(startsAtEnd: boolean): Follow {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(startsAtEnd);
  const [isAtEnd, setAtEnd] = useState(true);
  const [isLong, setLong] = useState(false);

  const look = (): void => {
    const element = scroller.current;
    // What is folded has no size, and where its reader was stays true.
    if (element === null || element.clientHeight === 0) return;
    isFollowing.current = element.scrollHeight - element.scrollTop - element.clientHeight < near;
    setAtEnd(isFollowing.current);
    setLong(element.scrollHeight > element.clientHeight);
  };
  const goToEnd = (): void => {
    const element = scroller.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  };

  useEffect(() => {
    const sizes = new ResizeObserver(() => {
      if (isFollowing.current) goToEnd();
      look();
    });
    for (const element of [scroller.current, content.current]) if (element !== null) sizes.observe(element);
    return () => sizes.disconnect();
    // Only when it appears: later sizes come through the observer.
  }, []);

  return {
    scroller,
    content,
    isFollowing,
    isAtEnd,
    isLong,
    look,
    toEnd: () => {
      isFollowing.current = true;
      goToEnd();
    },
    release: () => {
      isFollowing.current = false;
    },
  };
}
