import type { RefObject, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ChatView } from '../shared/chat.ts';
import { DropZone, Refusal, useAttaching } from './composer/attaching.tsx';
import { ModelButton, SendOrStop, ThinkingLevel } from './composer/bar.tsx';
import { Chips } from './composer/chips.tsx';
import { type Completion, useCompletion } from './composer/completion.ts';
import { ContextMeter } from './composer/meter.tsx';
import { SuggestionList, optionId } from './composer/suggestionList.tsx';
import { Unfit } from './composer/unfit.tsx';
import { Icon } from './icon.tsx';
import { memo } from './memo.tsx';
import type { Store } from './store.ts';
import { t } from './texts.ts';

/** Of the chat only what the composer shows: a streaming answer does not render it again. */
interface ComposerProps {
  readonly store: Store;
  readonly isStreaming: boolean;
  readonly model: ChatView['model'];
  readonly chips: ChatView['chips'];
  readonly thinking: ChatView['thinking'];
  readonly room: ChatView['room'];
  readonly unfit: ChatView['unfit'];
  readonly heldElsewhere: boolean;
}

/** Where the person writes: what the question is about, the question, the model with its thinking and room, Send or Stop. */
export const Composer = memo(function Composer(props: ComposerProps) {
  const { store, isStreaming, model, chips, thinking, room, unfit, heldElsewhere } = props;
  const textbox = useRef<HTMLTextAreaElement>(null);
  const completion = useCompletion(store, textbox);
  const attaching = useAttaching(store);
  const draft = store.draft.value;
  const send = (): void => {
    store.sendDraft();
    completion.hide();
    attaching.forget();
    textbox.current?.focus();
  };
  const onInput = (): void => {
    store.writeByHand(textbox.current?.value ?? '');
    completion.onInput();
    attaching.forget();
  };
  return (
    <div class="composer">
      {attaching.isOver && <DropZone />}
      {completion.items.length > 0 && (
        <SuggestionList
          id={completion.listId}
          items={completion.items}
          active={completion.active}
          accept={completion.accept}
        />
      )}
      {heldElsewhere && <HeldElsewhere />}
      {unfit !== undefined && <Unfit store={store} unfit={unfit} />}
      {attaching.refusal !== undefined && <Refusal sentence={attaching.refusal} />}
      <Chips store={store} chips={chips} />
      <div class="question-line">
        <AddContext textbox={textbox} onInput={onInput} />
        <Question
          store={store}
          textbox={textbox}
          completion={completion}
          send={send}
          onInput={onInput}
          onPaste={attaching.onPaste}
        />
      </div>
      <div class="composer-bar">
        {model !== undefined && <ModelButton store={store} model={model} />}
        {model?.thinks === true && <ThinkingLevel store={store} thinking={thinking} />}
        {room !== undefined && <ContextMeter room={room} draft={draft} />}
        <SendOrStop isStreaming={isStreaming} isBlank={draft.trim() === ''} send={send} stop={() => store.stop()} />
      </div>
    </div>
  );
});

function HeldElsewhere(): VNode {
  return (
    <p class="composer-note">
      <Icon name="info" />
      {t('This chat is open in another window. What you write here becomes a copy.')}
    </p>
  );
}

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
function Question({ store, textbox, completion, send, onInput, onPaste }: QuestionProps): VNode {
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
function AddContext({ textbox, onInput }: AddContextProps): VNode {
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
