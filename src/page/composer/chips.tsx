import type { VNode } from 'preact';
import { useId, useRef } from 'preact/hooks';
import type { ChipView } from '../../shared/chat.ts';
import { contextIcon } from '../contextIcon.ts';
import { Icon } from '../icon.tsx';
import type { Store } from '../store.ts';
import { t } from '../texts.ts';
import { tokenCost } from '../labels.ts';

interface ChipsProps {
  readonly store: Store;
  readonly chips: readonly ChipView[];
}

/** What the next question is about, each piece with its cost. */
export function Chips({ store, chips }: ChipsProps): VNode | null {
  const list = useRef<HTMLUListElement>(null);
  if (chips.length === 0) return null;
  const remove = (at: number): void => {
    // The focus goes on before the button goes away; otherwise it would be nowhere.
    const next = list.current?.children[at + 1]?.querySelector('button') ?? undefined;
    if (next === undefined) store.askFocus();
    else next.focus();
    const chip = chips[at];
    if (chip !== undefined) store.post({ kind: 'removeAttachment', id: chip.id });
  };
  return (
    <ul ref={list} class="context-chips" aria-label={t('Attached')}>
      {chips.map((chip, at) => (
        <Chip key={chip.id} chip={chip} remove={() => remove(at)} />
      ))}
    </ul>
  );
}

function Chip({ chip, remove }: { readonly chip: ChipView; readonly remove: () => void }): VNode {
  const words = useId();
  return (
    <li class={`context-chip ${chip.kind}`} title={chipTitle(chip)}>
      <Icon name={contextIcon[chip.kind]} />
      <span id={words} class="context-chip-words">
        <b>{chip.label}</b>
        <span class="context-chip-cost">
          <span aria-hidden="true">·</span> {tokenCost(chip.tokens)}
        </span>
      </span>
      <button
        type="button"
        class="remove"
        aria-label={t('Remove attachment')}
        aria-describedby={words}
        title={t('Remove attachment')}
        onClick={remove}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}

function chipTitle({ kind, path }: ChipView): string {
  if (kind === 'rules') return t('{0}: Rules of this workspace, sent with the first question', path);
  if (kind === 'notes') return t('{0}: What you asked to remember, sent with the first question', path);
  return path;
}
