import type { VNode } from 'preact';
import type { WaitingStage } from '../shared/chat.ts';
import { t } from './texts.ts';

interface WaitingLineProps {
  readonly stage: WaitingStage | undefined;
  /** 0 to 1, where it is known how far the waiting is. */
  readonly done: number | undefined;
}

/** What the person reads while nothing is written yet. */
export function WaitingLine({ stage = 'starting', done }: WaitingLineProps): VNode {
  const percent = done === undefined ? undefined : Math.round(Math.min(Math.max(done, 0), 1) * 100);
  return (
    <div class="waiting">
      <p>
        <span class="dot" /> {stageWords(stage)}
        {percent !== undefined && <span class="waiting-done">{t('{0} %', percent)}</span>}
      </p>
      {percent !== undefined && (
        <div class="thin-bar" aria-hidden="true">
          <span style={{ width: `${percent}%` }} />
        </div>
      )}
    </div>
  );
}

function stageWords(stage: WaitingStage): string {
  switch (stage) {
    case 'starting':
      return t('Starting…');
    case 'queued':
      return t('Waiting for another request…');
    case 'loading':
      return t('Loading the model…');
    case 'reading':
      return t('Reading your question…');
  }
}
