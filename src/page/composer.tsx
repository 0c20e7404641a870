import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { ChatView } from '../shared/chat.ts';
import { DropZone, Refusal, useAttaching } from './composer/attaching.tsx';
import { ModelButton, SendOrStop, ThinkingLevel } from './composer/bar.tsx';
import { Chips } from './composer/chips.tsx';
import { useCompletion } from './composer/completion.ts';
import { ContextMeter } from './composer/meter.tsx';
import { AddContext, Question } from './composer/question.tsx';
import { SuggestionList } from './composer/suggestionList.tsx';
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
