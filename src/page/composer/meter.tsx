import type { VNode } from 'preact';
import type { RoomView } from '../../shared/chat.ts';
import { Icon } from '../icon.tsx';
import { t } from '../texts.ts';
import { grouped } from '../labels.ts';
import { type Filling, contextSize, filling, inThousands } from './room.ts';

/** How full the context is: what is used from the left, what is kept for the answer from the right, what is free between. */
export function ContextMeter({ room, draft }: { readonly room: RoomView; readonly draft: string }): VNode {
  const now = filling(room, draft);
  const words = [filledText(now, draft === ''), ...warning(now)].join('. ');
  return (
    <span class={`context-meter ${now.fullness}`} title={words}>
      <span
        class="context-bar"
        role="meter"
        aria-label={t('Context')}
        aria-valuemin={0}
        aria-valuemax={now.context}
        aria-valuenow={Math.min(now.used, now.context)}
        aria-valuetext={words}
      >
        <span class="context-used" style={{ width: share(now.used, now.context) }} />
        <span class="context-reserve" style={{ width: share(now.reserve, now.context) }} />
      </span>
      {now.fullness !== 'roomy' && <Icon name={now.fullness === 'over' ? 'error' : 'warning'} />}
      <span class="context-numbers" aria-hidden="true">
        {inThousands(now.used)} / {contextSize(now.context)}
      </span>
    </span>
  );
}

const share = (part: number, whole: number): string => `${Math.min(100, (part / whole) * 100).toFixed(1)}%`;

// What is written now is counted exactly only when it is sent.
const filledText = ({ context, used, reserve }: Filling, isExact: boolean): string =>
  isExact
    ? t('{0} of {1} tokens used, {2} kept for the answer', grouped(used), grouped(context), grouped(reserve))
    : t('About {0} of {1} tokens used, {2} kept for the answer', grouped(used), grouped(context), grouped(reserve));

function warning({ fullness }: Filling): readonly string[] {
  switch (fullness) {
    case 'roomy':
      return [];
    case 'tight':
      return [t('The answer may be cut short')];
    case 'over':
      return [t('This does not fit')];
  }
}
