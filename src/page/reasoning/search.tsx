import type { RefObject, VNode } from 'preact';
import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from '../iconButton.tsx';
import { PageActions } from '../pageActions.ts';
import { t } from '../texts.ts';
import { highlighter } from './highlights.ts';
import { matchesOf } from './places.ts';
import { bringIntoSight, readShown } from './shownText.ts';

interface SearchProps {
  readonly trace: RefObject<HTMLElement | null>;
  /** The trace's text: what is found is looked for anew when it changes. */
  readonly text: string;
  readonly close: () => void;
}

/** A field that finds words in the shown trace, also while that still grows. */
export function Search({ trace, text, close }: SearchProps): VNode {
  const { announce } = useContext(PageActions);
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [current, setCurrent] = useState(0);
  const found = useFound(trace, query, text, current);
  const number = found.length === 0 ? 0 : (current % found.length) + 1;
  const isMissing = query.trim() !== '' && found.length === 0;
  useEffect(() => field.current?.focus(), []);
  useEffect(() => show(found[number - 1]), [query, current]);
  const go = (by: number): void => {
    if (found.length === 0) return;
    const next = (number - 1 + by + found.length) % found.length;
    setCurrent(next);
    announce(t('{0} of {1}', next + 1, found.length));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
    if (event.key === 'Escape') close();
  };
  return (
    <div class="trace-search" role="search" onKeyDown={onKeyDown}>
      <input
        ref={field}
        type="text"
        aria-label={t('Find in the reasoning')}
        placeholder={t('Find')}
        value={query}
        aria-invalid={isMissing || undefined}
        onInput={event => {
          setQuery(event.currentTarget.value);
          setCurrent(0);
        }}
      />
      <span class="trace-found">
        {query.trim() !== '' && (isMissing ? t('None') : t('{0} of {1}', number, found.length))}
      </span>
      <span onKeyDown={keepEnter}>
        <IconButton icon="arrow-up" name={t('Previous match')} onClick={() => go(-1)} isIdle={found.length === 0} />
        <IconButton icon="arrow-down" name={t('Next match')} onClick={() => go(1)} isIdle={found.length === 0} />
        <IconButton icon="close" name={t('Close search')} onClick={close} />
      </span>
    </div>
  );
}

/** On a button Enter presses the button and nothing else. */
function keepEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter') event.stopPropagation();
}

function show(range: Range | undefined): void {
  if (range !== undefined) bringIntoSight(range);
}

/** The places where the words stand, highlighted on the page. */
function useFound(
  trace: RefObject<HTMLElement | null>,
  query: string,
  text: string,
  current: number,
): readonly Range[] {
  const [markAll] = useState(() => highlighter('deepwell-match'));
  const [markOne] = useState(() => highlighter('deepwell-found'));
  const [found, setFound] = useState<readonly Range[]>([]);
  useLayoutEffect(() => {
    if (trace.current === null) return;
    const shown = readShown(trace.current);
    const ranges = matchesOf(shown.text, query).map(([start, end]) => shown.range(start, end));
    markAll(ranges);
    setFound(ranges);
  }, [query, text]);
  useLayoutEffect(
    () => markOne(found.length === 0 ? [] : found.slice(current % found.length).slice(0, 1)),
    [found, current],
  );
  useLayoutEffect(
    () => () => {
      markAll([]);
      markOne([]);
    },
    [],
  );
  return found;
}
