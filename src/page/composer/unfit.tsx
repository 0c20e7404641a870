import type { VNode } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { UnfitView } from '../../shared/chat.ts';
import { Icon } from '../icon.tsx';
import type { Store } from '../store.ts';
import { t } from '../texts.ts';
import { memory, grouped } from '../labels.ts';

type Choice = UnfitView['choices'][number];

/** Why the question was not sent, and what the person can do about it. */
export function Unfit({ store, unfit }: { readonly store: Store; readonly unfit: UnfitView }): VNode {
  const [heading, sentence] = [useId(), useId()];
  const buttons = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Only right after Send: whoever opens the chat again or writes on keeps the focus where it is.
    if (store.hasJustSent()) buttons.current?.querySelector('button')?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    store.fit('cancel');
  };
  return (
    <div class="unfit" role="alertdialog" aria-labelledby={heading} aria-describedby={sentence} onKeyDown={onKeyDown}>
      <Icon name="warning" />
      <h2 id={heading}>{t('This does not fit')}</h2>
      <p id={sentence}>{numbersOf(unfit)}</p>
      <div ref={buttons} class="unfit-choices">
        {unfit.choices.map(choice => (
          <button key={choice.choice} type="button" class="button" onClick={() => store.fit(choice.choice)}>
            {choiceText(choice)}
          </button>
        ))}
        <button type="button" class="button" onClick={() => store.fit('cancel')}>
          {t('Cancel')}
        </button>
      </div>
    </div>
  );
}

function numbersOf({ room, question }: UnfitView): string {
  const free = Math.max(0, room.context - room.used - room.reserve);
  return t(
    'The question needs about {0} tokens, {1} are free of {2}; {3} are kept for the answer.',
    ...[question, free, room.context, room.reserve].map(grouped),
  );
}

function choiceText({ choice, count = 1, longer }: Choice): string {
  switch (choice) {
    case 'leaveOutOldest':
      return count === 1 ? t('Leave out the oldest message') : t('Leave out the {0} oldest messages', grouped(count));
    case 'leaveOutAttachments':
      return count === 1 ? t('Send without the attachment') : t('Send without the {0} attachments', grouped(count));
    case 'raiseContext':
      return longerText(longer);
    case 'lessRoom':
      return t('Send with less room for the answer');
  }
}

function longerText(longer: Choice['longer']): string {
  if (longer === undefined) return t('Raise the context');
  const { tokens, bytes } = longer;
  return bytes === undefined
    ? t('Raise the context to {0}', grouped(tokens))
    : t('Raise the context to {0} (+{1})', grouped(tokens), memory(bytes));
}
