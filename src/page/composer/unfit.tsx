import type { VNode } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { UnfitView } from '../../shared/chat.ts';
import { Icon } from '../icon.tsx';
import { contextLength, memory } from '../labels.ts';
import type { Store } from '../store.ts';
import { t } from '../texts.ts';

interface UnfitProps {
  readonly store: Store;
  readonly unfit: UnfitView;
  readonly focusBack: () => void;
}

/** A question that does not fit was not sent: what the person can do about it. Nothing is ever left out without being asked. */
export function Unfit({ store, unfit, focusBack }: UnfitProps): VNode {
  const id = useId();
  const notice = useRef<HTMLDivElement>(null);
  // The person has just pressed Send and waits for what happens.
  useEffect(() => notice.current?.querySelector('button')?.focus(), []);
  const decide = (choice: UnfitView['choices'][number]['choice'] | 'cancel'): void => {
    store.post({ kind: 'fit', choice });
    focusBack();
  };
  const { room, question } = unfit;
  return (
    <div
      class="problem notice unfit"
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-words`}
      ref={notice}
      onKeyDown={event => {
        if (event.key === 'Escape') decide('cancel');
      }}
    >
      <Icon name="warning" />
      <div>
        <h2 id={`${id}-title`}>{t('This does not fit')}</h2>
        <p id={`${id}-words`}>
          {t(
            'The question needs about {0} tokens; of {1} the conversation fills {2}, and {3} are kept for the reasoning and the answer.',
            contextLength(question),
            contextLength(room.context),
            contextLength(room.used),
            contextLength(room.reserve),
          )}
        </p>
      </div>
      <div class="buttons">
        {unfit.choices.map((choice, at) => (
          <button
            key={choice.choice}
            type="button"
            class={at === 0 ? 'button main' : 'button'}
            onClick={() => decide(choice.choice)}
          >
            {wordsOf(choice)}
          </button>
        ))}
        <button type="button" class="button" onClick={() => decide('cancel')}>
          {t('Cancel')}
        </button>
      </div>
    </div>
  );
}

function wordsOf({ choice, count = 0, longer }: UnfitView['choices'][number]): string {
  switch (choice) {
    case 'leaveOutOldest':
      return t('Leave out the {0} oldest messages', count);
    case 'leaveOutAttachments':
      return count === 1 ? t('Send without the attachment') : t('Send without the {0} attachments', count);
    case 'raiseContext':
      return longer?.bytes === undefined
        ? t('Raise the context to {0}', contextLength(longer?.tokens ?? 0))
        : t('Raise the context to {0} (+{1})', contextLength(longer.tokens), memory(longer.bytes));
    case 'lessRoom':
      return t('Send with less room for the answer');
  }
}
