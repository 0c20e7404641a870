import type { VNode } from 'preact';
import { Icon } from '../icon.tsx';
import { t } from '../texts.ts';

/** A box that looks like one to tick but is a picture: what the model writes is not the person's to change here. */
export const TaskMark = ({ isDone }: { readonly isDone: boolean }): VNode => (
  <span class="task-mark" role="img" aria-label={isDone ? t('Done') : t('Not done')}>
    {isDone && <Icon name="check" />}
  </span>
);
