import type { VNode } from 'preact';
import type { ChatView } from '../shared/chat.ts';
import { ActionButton } from './problem.tsx';
import type { Store } from './store.ts';

/** Questions about attached code can be sent as they are. */
const aboutAttachment = ['Explain this code', 'What could go wrong here?', 'Write a test for this code'];

/** Without code they are beginnings: the person adds what they are about. */
const beginnings = ['Explain the function ', 'What could go wrong in ', 'Write a test for '];

interface EmptyStateProps {
  readonly store: Store;
  readonly view: ChatView;
}

/** A chat without a question yet: the promise, the model, and three ways to begin; or what is missing to begin. */
export function EmptyState({ store, view }: EmptyStateProps): VNode {
  if (view.problem !== undefined)
    return (
      <section class="empty">
        <h2>Almost ready</h2>
        <p>{view.problem.sentence}</p>
        <ActionButton action={view.problem.action} isMain />
      </section>
    );
  return (
    <section class="empty">
      <h2>Everything stays on this computer</h2>
      <p>{view.model?.label ?? 'Looking for a model…'}</p>
      {view.chips.length === 0 ? <Beginnings store={store} /> : <Questions store={store} />}
    </section>
  );
}

function Questions({ store }: { readonly store: Store }): VNode {
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

function Beginnings({ store }: { readonly store: Store }): VNode {
  const begin = (words: string): void => {
    store.write(words);
    store.askFocus();
  };
  return (
    <ul>
      {beginnings.map(words => (
        <li key={words}>
          <button type="button" class="suggestion" onClick={() => begin(words)}>
            {words.trimEnd()}…
          </button>
        </li>
      ))}
    </ul>
  );
}
