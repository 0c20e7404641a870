import type { VNode } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { PageActions } from './pageActions.ts';
import { t } from './texts.ts';

interface EditQuestionProps {
  /** The turn's. */
  readonly id: string;
  readonly text: string;
  readonly close: () => void;
}

/** A question's text in a field. Sending it makes another version; the first stays. */
export function EditQuestion({ id, text, close }: EditQuestionProps): VNode {
  const { post } = useContext(PageActions);
  const textbox = useRef<HTMLTextAreaElement>(null);
  const [written, setWritten] = useState(text);
  useEffect(() => {
    textbox.current?.focus();
    textbox.current?.setSelectionRange(text.length, text.length);
  }, []);
  const send = (): void => {
    if (written.trim() === '') return;
    post({ kind: 'editMessage', id, text: written });
    close();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While letters are being composed (Chinese, Japanese, …), Enter and Escape belong to the input method.
    if (event.isComposing) return;
    if (event.key === 'Escape') close();
    if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    send();
  };
  return (
    <div class="edit-question">
      <textarea
        ref={textbox}
        class="edit-box"
        aria-label={t('Edit message')}
        value={written}
        rows={1}
        onInput={event => setWritten(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div class="buttons">
        <button type="button" class="button main" aria-disabled={written.trim() === '' || undefined} onClick={send}>
          {t('Send edited message')}
        </button>
        <button type="button" class="button" onClick={close}>
          {t('Cancel')}
        </button>
      </div>
    </div>
  );
}
