import type { VNode } from 'preact';
import type { ChatView, ModelView, Thinking } from '../../shared/chat.ts';
import { Icon } from '../icon.tsx';
import type { Store } from '../store.ts';
import { t } from '../texts.ts';
import { Meter } from './meter.tsx';

interface ComposerBarProps {
  readonly store: Store;
  readonly view: ChatView | undefined;
  readonly isStreaming: boolean;
  readonly addContext: () => void;
  readonly focusBack: () => void;
}

/** Below the text field: more context, the model, how long it thinks, what its context holds, and Send or Stop. */
export function ComposerBar({ store, view, isStreaming, addContext, focusBack }: ComposerBarProps): VNode {
  const draft = store.draft.value;
  const send = (): void => {
    store.sendDraft();
    focusBack();
  };
  return (
    <div class="composer-bar">
      <button
        type="button"
        class="quiet-button icon-only"
        aria-label={t('Add context…')}
        title={t('Add context… (#)')}
        onClick={addContext}
      >
        <Icon name="add" />
      </button>
      <ModelButton store={store} model={view?.model} />
      {view?.model?.thinks === true && <ThinkingChoice store={store} level={view.thinking} />}
      {view?.room !== undefined && <Meter room={view.room} draft={draft} />}
      {isStreaming ? (
        <button type="button" class="send" aria-label="Stop" title={t('Stop (Escape)')} onClick={() => store.stop()}>
          <Icon name="stop" />
        </button>
      ) : (
        <button
          type="button"
          class="send"
          aria-label="Send"
          title={t('Send (Enter)')}
          aria-disabled={draft.trim() === ''}
          onClick={send}
        >
          <Icon name="arrow-up" />
        </button>
      )}
    </div>
  );
}

function ModelButton({ store, model }: { readonly store: Store; readonly model: ModelView | undefined }): VNode {
  if (model === undefined) return <span class="model" />;
  const whatDemoMeans = t('A tiny model for trying Deepwell out: it only knows the sample workspace.');
  return (
    <span class="model">
      {model.demo && (
        <span class="badge" title={whatDemoMeans}>
          {t('Demo model')}
          <span class="only-heard">. {whatDemoMeans}</span>
        </span>
      )}
      <button
        type="button"
        class="quiet-button model-label"
        title={model.label}
        aria-label={t('Model: {0}', model.label)}
        onClick={() => store.post({ kind: 'act', action: 'selectModel' })}
      >
        <span>{model.short}</span>
        <Icon name="chevron-down" />
      </button>
    </span>
  );
}

interface Level {
  readonly level: Thinking;
  readonly label: string;
  readonly title: string;
}

const levels = (): readonly Level[] => [
  { level: 'off', label: t('Think: off'), title: t('No reasoning: it answers at once.') },
  { level: 'short', label: t('Think: short'), title: t('At most 512 tokens of reasoning.') },
  { level: 'normal', label: t('Think: normal'), title: t('At most 2,048 tokens of reasoning.') },
  { level: 'deep', label: t('Think: deep'), title: t('At most 8,192 tokens of reasoning.') },
];

const isThinking = (value: string): value is Thinking => levels().some(({ level }) => level === value);

function ThinkingChoice({ store, level }: { readonly store: Store; readonly level: Thinking }): VNode {
  const all = levels();
  return (
    <select
      class="thinking"
      aria-label={t('Thinking')}
      title={all.find(one => one.level === level)?.title}
      value={level}
      onChange={({ currentTarget: { value } }) => {
        if (isThinking(value)) store.post({ kind: 'thinking', level: value });
      }}
    >
      {all.map(one => (
        <option key={one.level} value={one.level} title={one.title}>
          {one.label}
        </option>
      ))}
    </select>
  );
}
