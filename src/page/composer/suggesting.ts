import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SuggestionView } from '../../shared/chat.ts';
import type { Store } from '../store.ts';
import { type TypedQuery, typedQuery, withoutQuery } from './typedQuery.ts';

/** What the list over the text field offers, and what is done with it. */
export interface Suggesting {
  readonly isOpen: boolean;
  readonly items: readonly SuggestionView[];
  /** The item that Enter takes. */
  readonly active: number;
  /** To be called when the text or the cursor has changed. */
  readonly look: () => void;
  readonly move: (by: number) => void;
  readonly choose: (item: SuggestionView) => void;
  /** Whether there was one to choose. */
  readonly chooseActive: () => boolean;
  readonly close: () => void;
}

/** Milliseconds without a key before the extension is asked. */
const pause = 60;

/** Asks the extension what "#que" could mean, and shows its answer as long as that is what stands there. */
export function useSuggesting(store: Store, field: RefObject<HTMLTextAreaElement | null>): Suggesting {
  const [typed, setTyped] = useState<TypedQuery>();
  const [active, setActive] = useState(0);
  /** What was closed by hand stays closed until something else is typed. */
  const closed = useRef<string | undefined>(undefined);
  const query = typed?.query;
  useEffect(() => {
    setActive(0);
    if (query === undefined) return undefined;
    const timer = setTimeout(() => store.post({ kind: 'suggest', query }), pause);
    return () => clearTimeout(timer);
  }, [query]);
  const offered = store.suggestions.value;
  const items = offered !== undefined && offered.query === query ? offered.items : [];

  const choose = (item: SuggestionView): void => {
    if (typed === undefined) return;
    const draft = store.draft.peek();
    if (item.kind === 'command') store.write(`${item.label} ${draft.slice(typed.end).trimStart()}`);
    else {
      store.write(withoutQuery(draft, typed));
      store.post({ kind: 'attach', id: item.id });
    }
    setTyped(undefined);
  };
  return {
    isOpen: items.length > 0,
    items,
    active: Math.min(active, Math.max(0, items.length - 1)),
    look: () => {
      const { value, selectionStart, selectionEnd } = field.current ?? {
        value: '',
        selectionStart: 0,
        selectionEnd: 0,
      };
      const now = selectionStart === selectionEnd ? typedQuery(value, selectionStart) : undefined;
      if (now?.query !== closed.current) closed.current = undefined;
      setTyped(closed.current === undefined ? now : undefined);
    },
    move: by => setActive(at => (at + by + items.length) % items.length),
    choose,
    chooseActive: () => {
      const item = items[Math.min(active, items.length - 1)];
      if (item !== undefined) choose(item);
      return item !== undefined;
    },
    close: () => {
      closed.current = query;
      setTyped(undefined);
    },
  };
}
