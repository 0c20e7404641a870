import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../texts.ts';

interface EditThoughtProps {
  readonly text: string;
  readonly continueFrom: (text: string) => void;
  readonly cancel: () => void;
}

/** The trace as text that the person changes, for the model to think on from its end. */
export function EditThought({ text, continueFrom, cancel }: EditThoughtProps): VNode {
  const textbox = useRef<HTMLTextAreaElement>(null);
  const [written, setWritten] = useState(text);
  useEffect(() => {
    // The model goes on at the end: that is where one begins to change or to cut.
    textbox.current?.focus({ preventScroll: true });
    textbox.current?.setSelectionRange(text.length, text.length);
    if (textbox.current !== null) textbox.current.scrollTop = textbox.current.scrollHeight;
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Escape') cancel();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) continueFrom(written);
  };
  return (
    <div class="edit-thought" onKeyDown={onKeyDown}>
      <textarea
        ref={textbox}
        class="edit-box"
        aria-label={t('Reasoning to change')}
        value={written}
        onInput={event => setWritten(event.currentTarget.value)}
      />
      <div class="buttons">
        <button type="button" class="button main" onClick={() => continueFrom(written)}>
          {t('Continue from here')}
        </button>
        <button type="button" class="button" onClick={cancel}>
          {t('Cancel')}
        </button>
      </div>
    </div>
  );
}
