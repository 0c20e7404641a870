import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SuggestionView } from '../../shared/chat.ts';
import { contextIcon } from '../contextIcon.ts';
import { Icon } from '../icon.tsx';
import { t } from '../texts.ts';

interface SuggestionListProps {
  readonly id: string;
  readonly items: readonly SuggestionView[];
  /** The place of the one that Enter takes. */
  readonly active: number;
  readonly accept: (item: SuggestionView) => void;
}

/** The id of the element of an item: the text field says by it which one is active. */
export const optionId = (list: string, at: number): string => `${list}-${at}`;

/** What the letters at the caret offer. The keyboard stays in the text field. */
export function SuggestionList({ id, items, active, accept }: SuggestionListProps): VNode {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active, items]);
  return (
    <ul
      ref={list}
      id={id}
      class="suggestion-list"
      role="listbox"
      aria-label={t('Suggestions')}
      // What scrolls by itself is a stop of the Tab key, which has another meaning here.
      onWheel={event => event.currentTarget.scrollBy(0, event.deltaY)}
    >
      {items.map((item, at) => (
        <li
          key={item.id}
          id={optionId(id, at)}
          class={at === active ? 'option active' : 'option'}
          role="option"
          aria-selected={at === active}
          title={item.detail}
          // The press would take the focus out of the text field.
          onMouseDown={event => event.preventDefault()}
          onClick={() => accept(item)}
        >
          <Icon name={contextIcon[item.kind]} />
          <span class="option-label">{item.label}</span>
          <span class="option-detail">{item.detail}</span>
        </li>
      ))}
    </ul>
  );
}
