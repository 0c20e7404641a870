import type { VNode } from 'preact';
import { useContext } from 'preact/hooks';
import type { ProblemView } from '../shared/chat.ts';
import { Icon } from './icon.tsx';
import { PageActions } from './pageActions.ts';
import { t } from './texts.ts';

interface ActionButtonProps {
  readonly action: ProblemView['action'];
  readonly isMain?: boolean;
}

/** The button that leads to the mend, where there is one. */
export function ActionButton({ action, isMain = false }: ActionButtonProps): VNode | null {
  const { post } = useContext(PageActions);
  if (action === undefined) return null;
  return (
    <button
      type="button"
      class={isMain ? 'button main' : 'button'}
      onClick={() => post({ kind: 'act', action: action.action })}
    >
      {action.title}
    </button>
  );
}

/** Why a reply failed, and what helps. What it wrote before stays above. */
export function ProblemAlert({ id, problem }: { readonly id: string; readonly problem: ProblemView }): VNode {
  const { post } = useContext(PageActions);
  return (
    <div class="problem" role="alert">
      <Icon name="error" />
      <p>{problem.sentence}</p>
      <div class="buttons">
        <button type="button" class="button main" onClick={() => post({ kind: 'retry', id })}>
          {t('Retry')}
        </button>
        <ActionButton action={problem.action} />
      </div>
    </div>
  );
}

/** Why chat cannot answer now, below a conversation that stays readable. */
export function ProblemNotice({ problem }: { readonly problem: ProblemView }): VNode {
  return (
    <div class="problem notice">
      <Icon name="info" />
      <p>{problem.sentence}</p>
      {problem.action !== undefined && (
        <div class="buttons">
          <ActionButton action={problem.action} isMain />
        </div>
      )}
    </div>
  );
}
