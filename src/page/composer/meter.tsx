import type { VNode } from 'preact';
import type { RoomView } from '../../shared/chat.ts';
import { Icon } from '../icon.tsx';
import { contextLength } from '../labels.ts';
import { t } from '../texts.ts';

interface MeterProps {
  readonly room: RoomView;
  /** What is being written counts too. */
  readonly draft: string;
}

/** The context the model was given: what fills it, what is kept for the trace and the answer, and what is left. */
export function Meter({ room, draft }: MeterProps): VNode {
  const { context, reserve } = room;
  const used = room.used + draftTokens(draft);
  const share = (tokens: number): string => `${Math.min(100, (tokens / context) * 100)}%`;
  const isFull = used + reserve > context;
  const words = t(
    'About {0} of {1} tokens used, {2} kept for the reasoning and the answer',
    contextLength(used),
    contextLength(context),
    contextLength(reserve),
  );
  return (
    <span
      class={isFull ? 'meter full' : 'meter'}
      role="meter"
      aria-label={t('Context')}
      aria-valuemin={0}
      aria-valuemax={context}
      aria-valuenow={Math.min(used, context)}
      aria-valuetext={words}
      title={words}
    >
      {isFull && <Icon name="warning" />}
      <span class="meter-bar">
        <span class="meter-used" style={{ width: share(used) }} />
        <span class="meter-reserve" style={{ width: share(reserve) }} />
      </span>
      <span class="meter-words">{t('{0} / {1}', thousands(used), thousands(context))}</span>
    </span>
  );
}

/** Tokens of what is being written, roughly: the extension counts again before it sends. */
function draftTokens(draft: string): number {
  const han = draft.match(/[\u3000-\u9fff\uac00-\ud7af]/g)?.length ?? 0;
  return han + Math.ceil((draft.length - han) / 3.6);
}

/** "3.1k", "8k", "120" */
function thousands(tokens: number): string {
  if (tokens < 1000) return String(tokens);
  const inThousands = tokens / 1024;
  return `${inThousands < 10 && !Number.isInteger(inThousands) ? inThousands.toFixed(1) : Math.round(inThousands)}k`;
}
