import type { VNode } from 'preact';
import { useContext } from 'preact/hooks';
import type { AssistantTurnView } from '../shared/chat.ts';
import { BranchSwitcher } from './branchSwitcher.tsx';
import { CopyIconButton, IconButton } from './iconButton.tsx';
import { secondsToAnswer, speed } from './labels.ts';
import { PageActions } from './pageActions.ts';
import { t } from './texts.ts';

/** What is known about a reply that has ended, and what can be done with it. */
export function ReplyFooter({ turn }: { readonly turn: AssistantTurnView }): VNode {
  const { post } = useContext(PageActions);
  const { id, answer, stats, writtenBy, branch } = turn;
  return (
    <footer class="reply-footer">
      {writtenBy !== undefined && <span class="written-by">{writtenBy}</span>}
      {stats !== undefined && (
        <>
          <span>{speed(stats.tokensPerSecond)}</span>
          <span>{secondsToAnswer(stats.secondsToAnswer)}</span>
        </>
      )}
      {branch !== undefined && (
        <BranchSwitcher id={id} branch={branch} previous={t('Previous answer')} next={t('Next answer')} />
      )}
      <span class="reply-actions">
        {answer !== '' && <CopyIconButton name={t('Copy answer')} text={answer} />}
        <IconButton
          icon="refresh"
          name={t('Regenerate')}
          onClick={() => post({ kind: 'regenerate', id, choose: false })}
        />
        <IconButton
          icon="chevron-down"
          name={t('Regenerate with…')}
          onClick={() => post({ kind: 'regenerate', id, choose: true })}
        />
        <IconButton icon="eye" name={t('View prompt')} onClick={() => post({ kind: 'viewPrompt', id })} />
      </span>
    </footer>
  );
}
