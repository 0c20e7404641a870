import type { RefObject, VNode } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import type { SuggestionView } from '../../shared/chat.ts';
import type { Store } from '../store.ts';
import { t } from '../texts.ts';
import { hasImage } from './dropped.ts';
import { SuggestionList, optionId } from './suggestionList.tsx';
import { type Suggesting, useSuggesting } from './suggesting.ts';

interface FieldProps {
  readonly store: Store;
  readonly isStreaming: boolean;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** Comes back into an empty field with the arrow up. */
  readonly lastQuestion: string | undefined;
}

/** The text field, and what "#", "@" and "/" offer above it. */
export function Field({ store, isStreaming, field, lastQuestion }: FieldProps): VNode {
  const draft = store.draft.value;
  const focusAsked = store.focusAsked.value;
  const listId = useId();
  const suggesting = useSuggesting(store, field);
  useEffect(() => {
    if (focusAsked === 0 || field.current === null) return;
    field.current.focus();
    suggesting.look();
  }, [focusAsked]);
  const onKeyDown = (event: KeyboardEvent): void => {
    // While letters are being composed (Chinese, Japanese, …), Enter and Escape belong to the input method.
    if (event.isComposing) return;
    if (suggesting.isOpen && choosesByKey(event, suggesting)) return event.preventDefault();
    if (event.key === 'ArrowUp' && draft === '' && lastQuestion !== undefined) return store.write(lastQuestion);
    if (event.key === 'Escape' && isStreaming) return store.stop();
    if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    store.sendDraft();
  };
  const onPaste = (event: ClipboardEvent): void => {
    if (event.clipboardData === null || !hasImage(event.clipboardData)) return;
    event.preventDefault();
    store.post({ kind: 'imageRefused' });
  };
  const choose = (item: SuggestionView): void => {
    suggesting.choose(item);
    field.current?.focus();
  };
  return (
    <>
      {suggesting.isOpen && (
        <SuggestionList id={listId} items={suggesting.items} active={suggesting.active} choose={choose} />
      )}
      <textarea
        ref={field}
        class="textbox"
        rows={1}
        aria-label="Ask Deepwell"
        placeholder={t('Ask Deepwell')}
        aria-autocomplete="list"
        aria-controls={suggesting.isOpen ? listId : undefined}
        aria-activedescendant={suggesting.isOpen ? optionId(listId, suggesting.active) : undefined}
        value={draft}
        onInput={event => {
          store.write(event.currentTarget.value);
          suggesting.look();
        }}
        onSelect={suggesting.look}
        onBlur={suggesting.close}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
    </>
  );
}

/** Whether the key was one of the list's. */
function choosesByKey({ key, shiftKey }: KeyboardEvent, suggesting: Suggesting): boolean {
  switch (key) {
    case 'ArrowDown':
      suggesting.move(1);
      return true;
    case 'ArrowUp':
      suggesting.move(-1);
      return true;
    case 'Escape':
      suggesting.close();
      return true;
    case 'Enter':
    case 'Tab':
      return !shiftKey && suggesting.chooseActive();
    default:
      return false;
  }
}
