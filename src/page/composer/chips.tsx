import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { ChipView } from '../../shared/chat.ts';
import { chipIcon } from '../chipIcon.ts';
import { Icon } from '../icon.tsx';
import { tokenCount } from '../labels.ts';
import type { Store } from '../store.ts';
import { t } from '../texts.ts';

interface ChipsProps {
  readonly store: Store;
  readonly chips: readonly ChipView[];
  readonly focusBack: () => void;
}

/** What the question is about, each with what it costs; all of it can be taken away. */
export function Chips({ store, chips, focusBack }: ChipsProps): VNode | null {
  const list = useRef<HTMLUListElement>(null);
  if (chips.length === 0) return null;
  const remove = (chip: ChipView, at: number): void => {
    const buttons = list.current?.querySelectorAll<HTMLElement>('button') ?? [];
    // The button that has the keyboard focus goes: its neighbour takes it over.
    const next = buttons[at + 1] ?? buttons[at - 1];
    store.post({ kind: 'removeAttachment', id: chip.id });
    if (next === undefined) focusBack();
    else next.focus();
  };
  return (
    <ul class="attached" ref={list} aria-label={t('Attached')}>
      {chips.map((chip, at) => (
        <li key={chip.id} class={isStanding(chip) ? 'chip standing' : 'chip'} title={titleOf(chip)}>
          <Icon name={chipIcon[chip.kind]} />
          <span class="chip-words">
            <b>{chip.label}</b>
          </span>
          <span class="chip-tokens">{tokenCount(chip.tokens)}</span>
          <button
            type="button"
            class="remove"
            aria-label={t('Remove attachment')}
            aria-description={chip.label}
            title={t('Remove attachment')}
            onClick={() => remove(chip, at)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Attached by itself, not by the person. */
const isStanding = ({ kind }: ChipView): boolean => kind === 'rules' || kind === 'notes';

function titleOf(chip: ChipView): string {
  if (chip.kind === 'rules') return t('Rules of this workspace, sent with the first question: {0}', chip.path);
  return chip.kind === 'notes'
    ? t('What you asked to remember, sent with the first question: {0}', chip.path)
    : chip.path;
}
