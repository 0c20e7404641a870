import type { VNode } from 'preact';
import type { ModelView, Thinking } from '../../shared/chat.ts';
import { Icon } from '../icon.tsx';
import type { Store } from '../store.ts';
import { t } from '../texts.ts';
import { grouped } from '../labels.ts';

interface ModelButtonProps {
  readonly store: Store;
  readonly model: ModelView;
}

/** The model that answers; a click lets the person choose another. */
export function ModelButton({ store, model }: ModelButtonProps): VNode {
  return (
    <button
      type="button"
      class="bar-button model"
      title={model.label}
      onClick={() => store.post({ kind: 'act', action: 'selectModel' })}
    >
      <span class="only-heard">{t('Model:')} </span>
      {model.demo ? <DemoBadge /> : <span class="model-label">{model.short}</span>}
      <Icon name="chevron-down" />
    </button>
  );
}

function DemoBadge(): VNode {
  const whatItMeans = t('A tiny model for trying Deepwell out: it only knows the sample workspace.');
  return (
    <span class="badge" title={whatItMeans}>
      {t('Demo model')}
      <span class="only-heard">. {whatItMeans}</span>
    </span>
  );
}

/** The tokens a level lets the model think for; the extension holds the model to them. */
const budgets: Readonly<Record<Thinking, number>> = { off: 0, short: 512, normal: 2048, deep: 8192 };
const levels: readonly Thinking[] = ['off', 'short', 'normal', 'deep'];

const levelName = (level: Thinking): string =>
  ({ off: t('off'), short: t('short'), normal: t('normal'), deep: t('deep') })[level];

const budgetText = (level: Thinking): string =>
  level === 'off' ? t('answers at once: 0 tokens') : t('up to {0} tokens', grouped(budgets[level]));

interface ThinkingLevelProps {
  readonly store: Store;
  readonly thinking: Thinking;
}

/** How long the model may think. The words lie under a list of the browser's own, which is wider than they are and unseen. */
export function ThinkingLevel({ store, thinking }: ThinkingLevelProps): VNode {
  const choose = ({ currentTarget }: { readonly currentTarget: HTMLSelectElement }): void => {
    const level = levels[currentTarget.selectedIndex];
    if (level !== undefined) store.post({ kind: 'thinking', level });
  };
  return (
    <span class="bar-button thinking">
      <span aria-hidden="true">
        <span class="thinking-word">{t('Think:')} </span>
        {levelName(thinking)}
      </span>
      <Icon name="chevron-down" />
      <select
        aria-label={t('Thinking')}
        title={t('Thinking: {0}, {1}', levelName(thinking), budgetText(thinking))}
        value={thinking}
        onChange={choose}
      >
        {levels.map(level => (
          <option key={level} value={level} title={budgetText(level)}>
            {t('Think: {0}', levelName(level))} · {budgetText(level)}
          </option>
        ))}
      </select>
    </span>
  );
}

interface SendProps {
  readonly isStreaming: boolean;
  readonly isBlank: boolean;
  readonly send: () => void;
  readonly stop: () => void;
}

/** Send, or Stop in its place while a reply is written. */
export function SendOrStop({ isStreaming, isBlank, send, stop }: SendProps): VNode {
  if (isStreaming)
    return (
      <button type="button" class="send" aria-label={t('Stop')} title={t('Stop (Escape)')} onClick={stop}>
        <Icon name="stop" />
      </button>
    );
  return (
    <button
      type="button"
      class="send"
      aria-label={t('Send')}
      title={t('Send (Enter)')}
      aria-disabled={isBlank}
      onClick={send}
    >
      <Icon name="arrow-up" />
    </button>
  );
}
