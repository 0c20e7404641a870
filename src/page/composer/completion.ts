import type { RefObject } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { SuggestionView } from '../../shared/chat.ts';
import type { Store } from '../store.ts';
import { t } from '../texts.ts';
import { offeredFor, textWith } from './offer.ts';
import { type Trigger, triggerAt } from './trigger.ts';

/** What "#", "@" and "/" offer while a person writes. */
export interface Completion {
  readonly listId: string;
  /** Empty: nothing is offered. */
  readonly items: readonly SuggestionView[];
  /** The place of the item that Enter takes. */
  readonly active: number;
  readonly accept: (item: SuggestionView) => void;
  /** The text has changed by the person's hand. */
  readonly onInput: () => void;
  /** The caret may have moved. */
  readonly onCaret: () => void;
  readonly hide: () => void;
  /** Whether the key was meant for the list. */
  readonly onKey: (key: string) => boolean;
}

/** Milliseconds of quiet before the extension is asked: letters typed in one go cost one question. */
const pause = 60;

export function useCompletion(store: Store, textbox: RefObject<HTMLTextAreaElement | null>): Completion {
  const listId = useId();
  const [trigger, setTrigger] = useState<Trigger>();
  const [active, setActive] = useState(0);
  /** Where the word begins whose list the person closed; it stays closed for that word. */
  const closedAt = useRef<number>(undefined);
  const items = trigger === undefined ? [] : offeredFor(trigger.query, store.suggestions.value);
  useQuestion(store, trigger?.query);
  useCountSaid(store, items.length);

  const show = (next: Trigger | undefined): void => {
    if (next?.query !== trigger?.query) setActive(0);
    setTrigger(next);
  };
  const hide = (at?: number): void => {
    closedAt.current = at;
    setTrigger(undefined);
  };
  const onInput = (): void => {
    const next = textbox.current === null ? undefined : triggerOf(textbox.current);
    if (next?.from !== closedAt.current) closedAt.current = undefined;
    show(closedAt.current === undefined ? next : undefined);
  };
  const onCaret = (): void => {
    if (trigger === undefined || textbox.current === null) return;
    const next = triggerOf(textbox.current);
    show(next?.from === trigger.from ? next : undefined);
  };
  const accept = (item: SuggestionView): void => {
    const word = textbox.current === null ? undefined : triggerOf(textbox.current);
    hide();
    if (textbox.current === null || word === undefined) return;
    replaceWord(store, textbox.current, word, item);
    // What a command does is read when it is sent.
    if (item.kind !== 'command') store.post({ kind: 'attach', id: item.id });
  };
  const onKey = (key: string): boolean => {
    const chosen = items[active];
    if (chosen === undefined) return false;
    if (key === 'ArrowDown') setActive((active + 1) % items.length);
    else if (key === 'ArrowUp') setActive((active + items.length - 1) % items.length);
    else if (key === 'Enter' || key === 'Tab') accept(chosen);
    else if (key === 'Escape') hide(trigger?.from);
    else return false;
    return true;
  };
  return {
    listId,
    items,
    active: Math.min(active, items.length - 1),
    accept,
    onInput,
    onCaret,
    hide: () => hide(),
    onKey,
  };
}

function triggerOf({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): Trigger | undefined {
  return selectionStart === selectionEnd ? triggerAt(value, selectionStart) : undefined;
}

function replaceWord(store: Store, textbox: HTMLTextAreaElement, word: Trigger, item: SuggestionView): void {
  const { text, caret } = textWith(textbox.value, word, item);
  textbox.value = text;
  textbox.setSelectionRange(caret, caret);
  textbox.focus();
  store.write(text);
}

/** Asks the extension what there is for a query. */
function useQuestion(store: Store, query: string | undefined): void {
  useEffect(() => {
    if (query === undefined) return undefined;
    const timer = setTimeout(() => store.post({ kind: 'suggest', query }), pause);
    return () => clearTimeout(timer);
  }, [store, query]);
}

/** The list stands apart from the text field: people who listen are told that it is there. */
function useCountSaid(store: Store, count: number): void {
  useEffect(() => {
    if (count > 0) store.announce(count === 1 ? t('1 suggestion') : t('{0} suggestions', count));
  }, [store, count]);
}
