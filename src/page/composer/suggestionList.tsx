import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SuggestionView } from '../../shared/chat.ts';
import { chipIcon } from '../chipIcon.ts';
import { Icon, type IconName } from '../icon.tsx';
import { t } from '../texts.ts';

interface SuggestionListProps {
  readonly id: string;
  readonly items: readonly SuggestionView[];
  readonly active: number;
  readonly choose: (item: SuggestionView) => void;
}

export const optionId = (listId: string, at: number): string => `${listId}-${at}`;

/** What can be attached or asked, above the text field. The focus stays in the field. */
export function SuggestionList({ id, items, active, choose }: SuggestionListProps): VNode {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active, items]);
  return (
    <div id={id} class="suggestions" role="listbox" aria-label={t('Suggestions')} ref={list}>
      {items.map((item, at) => (
        <div
          key={item.id}
          id={optionId(id, at)}
          class="suggested"
          role="option"
          aria-selected={at === active}
          // Pressed, not clicked: a click would take the focus from the text field first.
          onMouseDown={event => {
            event.preventDefault();
            choose(item);
          }}
        >
          <Icon name={iconOf(item.kind)} />
          <span class="suggested-label">{item.label}</span>
          <span class="suggested-detail">{item.detail}</span>
        </div>
      ))}
    </div>
  );
}

const iconOf = (kind: SuggestionView['kind']): IconName =>
  kind === 'command' ? 'zap' : kind === 'prompt' ? 'book' : chipIcon[kind];
