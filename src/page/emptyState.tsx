import type { VNode } from 'preact';
import type { ChatView } from '../shared/chat.ts';
import { ActionButton } from './problem.tsx';
import type { Store } from './store.ts';
import { t } from './texts.ts';

interface EmptyStateProps {
  readonly store: Store;
  readonly view: ChatView;
}

/** A chat without a question yet: the promise, the model, and three ways to begin; or what is missing to begin. */
export function EmptyState({ store, view }: EmptyStateProps): VNode {
  if (view.problem !== undefined)
    return (
      <section class="empty">
        <h2>{t('Almost ready')}</h2>
        <p>{view.problem.sentence}</p>
        <ActionButton action={view.problem.action} isMain />
      </section>
    );
  return (
    <section class="empty">
      <h2>{t('Everything stays on this computer')}</h2>
      <p>{view.model?.label ?? t('Looking for a model…')}</p>
      {view.chips.every(isAddedByItself) ? <Beginnings store={store} /> : <Questions store={store} />}
      <p class="empty-hint">{t('Type # for context, / for commands')}</p>
    </section>
  );
}

/** Rules and notes come along with every chat: no question is about them. */
const isAddedByItself = ({ kind }: ChatView['chips'][number]): boolean => kind === 'rules' || kind === 'notes';

/** Questions about attached code can be sent as they are. */
function Questions({ store }: { readonly store: Store }): VNode {
  const aboutAttachment = [t('Explain this code'), t('What could go wrong here?'), t('Write a test for this code')];
  return (
    <ul>
      {aboutAttachment.map(question => (
        <li key={question}>
          <button type="button" class="suggestion" onClick={() => store.send(question)}>
            {question}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Without code they are beginnings: the person adds what they are about. */
function Beginnings({ store }: { readonly store: Store }): VNode {
  const beginnings = [t('Explain the function'), t('What could go wrong in'), t('Write a test for')];
  const begin = (words: string): void => {
    store.write(`${words} `);
    store.askFocus();
  };
  return (
    <ul>
      {beginnings.map(words => (
        <li key={words}>
          <button type="button" class="suggestion" onClick={() => begin(words)}>
            {words}…
          </button>
        </li>
      ))}
    </ul>
  );
}
