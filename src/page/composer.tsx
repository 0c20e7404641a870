import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ChatView, ChipView } from '../shared/chat.ts';
import { Icon } from './icon.tsx';
import type { Store } from './store.ts';
import { ChipWords } from './userTurn.tsx';

interface ComposerProps {
  readonly store: Store;
  readonly isStreaming: boolean;
  readonly model: ChatView['model'];
  readonly chips: readonly ChipView[];
}

/** Where the person writes: the attached code, the question, the model, and Send or Stop. */
export function Composer({ store, isStreaming, model, chips }: ComposerProps): VNode {
  const textbox = useRef<HTMLTextAreaElement>(null);
  const draft = store.draft.value;
  const focusAsked = store.focusAsked.value;
  useEffect(() => {
    if (focusAsked > 0) textbox.current?.focus();
  }, [focusAsked]);
  const send = (): void => {
    store.sendDraft();
    textbox.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While letters are being composed (Chinese, Japanese, …), Enter and Escape belong to the input method.
    if (event.isComposing) return;
    if (event.key === 'Escape' && isStreaming) store.stop();
    if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    send();
  };
  return (
    <div class="composer">
      {chips.map(chip => (
        <AttachedCode key={chip.id} store={store} attachment={chip} />
      ))}
      <textarea
        ref={textbox}
        class="textbox"
        rows={1}
        aria-label="Ask Deepwell"
        placeholder="Ask Deepwell"
        value={draft}
        onInput={event => store.write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div class="composer-bar">
        <ModelLabel model={model} />
        {isStreaming ? (
          <button type="button" class="send" aria-label="Stop" title="Stop (Escape)" onClick={() => store.stop()}>
            <Icon name="stop" />
          </button>
        ) : (
          <button
            type="button"
            class="send"
            aria-label="Send"
            title="Send (Enter)"
            aria-disabled={draft.trim() === ''}
            onClick={send}
          >
            <Icon name="arrow-up" />
          </button>
        )}
      </div>
    </div>
  );
}

function AttachedCode({ store, attachment }: { readonly store: Store; readonly attachment: ChipView }): VNode {
  const remove = (): void => {
    store.post({ kind: 'removeAttachment', id: attachment.id });
    store.askFocus();
  };
  return (
    <div class="attached">
      <span class="chip" title={attachment.path}>
        <Icon name="file-code" />
        <ChipWords attachment={attachment} />
        <button type="button" class="remove" aria-label="Remove attachment" title="Remove attachment" onClick={remove}>
          <Icon name="close" />
        </button>
      </span>
    </div>
  );
}

const whatDemoMeans = 'A tiny model for trying Deepwell out: it only knows the sample workspace.';

function ModelLabel({ model }: { readonly model: ChatView['model'] }): VNode {
  if (model === undefined) return <span class="model" />;
  return (
    <span class="model">
      {model.demo && (
        <span class="badge" title={whatDemoMeans}>
          Demo model<span class="only-heard">. {whatDemoMeans}</span>
        </span>
      )}
      <span class="model-label" title={model.label}>
        {model.label}
      </span>
    </span>
  );
}
