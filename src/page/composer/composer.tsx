import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { ChatView } from '../../shared/chat.ts';
import { Icon } from '../icon.tsx';
import { isStreaming } from '../projection.ts';
import type { Store } from '../store.ts';
import { t } from '../texts.ts';
import { ComposerBar } from './bar.tsx';
import { Chips } from './chips.tsx';
import { Field } from './field.tsx';
import { DropZone } from './drop.tsx';
import { Unfit } from './unfit.tsx';

interface ComposerProps {
  readonly store: Store;
  readonly view: ChatView | undefined;
}

/** Where the person writes: what the question is about, its words, the model and how it is to think, Send or Stop. */
export function Composer({ store, view }: ComposerProps): VNode {
  const field = useRef<HTMLTextAreaElement>(null);
  const isBusy = view !== undefined && isStreaming(view);
  const focus = (): void => field.current?.focus();
  const addContext = (): void => {
    const draft = store.draft.peek();
    store.write(draft === '' || /\s$/.test(draft) ? `${draft}#` : `${draft} #`);
    store.askFocus();
  };
  return (
    <div class="composing">
      {view?.heldElsewhere === true && (
        <p class="quiet-note held">
          <Icon name="info" /> {t('This chat is open in another window. What you write here becomes a copy.')}
        </p>
      )}
      {view?.unfit !== undefined && <Unfit store={store} unfit={view.unfit} focusBack={focus} />}
      <div class="composer">
        <Chips store={store} chips={view?.chips ?? []} focusBack={focus} />
        <Field store={store} isStreaming={isBusy} field={field} lastQuestion={lastQuestion(view)} />
        <ComposerBar store={store} view={view} isStreaming={isBusy} addContext={addContext} focusBack={focus} />
      </div>
      <DropZone store={store} />
    </div>
  );
}

function lastQuestion(view: ChatView | undefined): string | undefined {
  const last = view?.turns.findLast(turn => turn.role === 'user');
  return last?.role === 'user' ? last.text : undefined;
}
