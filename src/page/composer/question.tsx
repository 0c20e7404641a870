import type { RefObject, VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import type { Store } from '../store.ts';
import { t } from '../texts.ts';
import type { Completion } from './completion.ts';
import { optionId } from './suggestionList.tsx';

type Textbox = RefObject<HTMLTextAreaElement | null>;

interface QuestionProps {
  readonly store: Store;
  readonly textbox: Textbox;
  readonly completion: Completion;
  readonly send: () => void;
  readonly onInput: () => void;
  readonly onPaste: (event: ClipboardEvent) => void;
}

/** The text field. */
export function Question({ store, textbox, completion, send, onInput, onPaste }: QuestionProps): VNode {
  const { listId, items, active } = completion;
  const isOpen = items.length > 0;
  const focusAsked = store.focusAsked.value;
  useEffect(() => {
    if (focusAsked > 0) textbox.current?.focus();
  }, [focusAsked]);
  const onKeyDown = (event: KeyboardEvent): void => {
    // While letters are being composed (Chinese, Japanese, …), Enter and Escape belong to the input method.
    if (event.isComposing) return;
    if (isTaken(event, store, completion, send)) event.preventDefault();
  };
  return (
    <textarea
      ref={textbox}
      class="textbox"
      rows={1}
      aria-label={t('Ask Deepwell')}
      placeholder={t('Ask Deepwell')}
      aria-autocomplete="list"
      aria-haspopup="listbox"
      aria-controls={isOpen ? listId : undefined}
      aria-activedescendant={isOpen ? optionId(listId, active) : undefined}
      value={store.draft.value}
      onInput={onInput}
      onKeyDown={onKeyDown}
      onKeyUp={completion.onCaret}
      onClick={completion.onCaret}
      onBlur={completion.hide}
      onPaste={onPaste}
    />
  );
}

/** Does what a key in the text field means; false: the key is the field's own. */
function isTaken(event: KeyboardEvent, store: Store, completion: Completion, send: () => void): boolean {
  const { key } = event;
  if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return false;
  if (completion.onKey(key)) return true;
  if (key === 'Enter') send();
  else if (key === 'Escape') return store.escape();
  else if (key === 'ArrowUp') return store.recallQuestion();
  else return false;
  return true;
}

interface AddContextProps {
  readonly textbox: Textbox;
  readonly onInput: () => void;
}

/** Writes the "#" that opens the list of what can be attached. */
export function AddContext({ textbox, onInput }: AddContextProps): VNode {
  const begin = (): void => {
    const field = textbox.current;
    if (field === null) return;
    field.focus();
    const before = field.value.slice(0, field.selectionStart);
    field.setRangeText(
      before === '' || /\s$/.test(before) ? '#' : ' #',
      field.selectionStart,
      field.selectionEnd,
      'end',
    );
    onInput();
  };
  return (
    <button
      type="button"
      class="add-context"
      aria-label={t('Add context…')}
      title={t('Add context… (#, or drop files with Shift held)')}
      onClick={begin}
    >
      <Icon name="add" />
    </button>
  );
}
