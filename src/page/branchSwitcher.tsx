import type { VNode } from 'preact';
import { useContext } from 'preact/hooks';
import type { BranchView } from '../shared/chat.ts';
import { IconButton } from './iconButton.tsx';
import { PageActions } from './pageActions.ts';
import { t } from './texts.ts';

interface BranchSwitcherProps {
  /** The turn's. */
  readonly id: string;
  readonly branch: BranchView;
  readonly previous: string;
  readonly next: string;
}

/** "‹ 2 of 3 ›": which of the turns that answer the same thing is shown, and the way to the others. */
export function BranchSwitcher({ id, branch, previous, next }: BranchSwitcherProps): VNode {
  const { post } = useContext(PageActions);
  const { number, count } = branch;
  const show = (other: number): void => post({ kind: 'branch', id, number: other });
  return (
    <span class="branches">
      <IconButton icon="chevron-left" name={previous} isIdle={number <= 1} onClick={() => show(number - 1)} />
      <span>{t('{0} of {1}', number, count)}</span>
      <IconButton icon="chevron" name={next} isIdle={number >= count} onClick={() => show(number + 1)} />
    </span>
  );
}
