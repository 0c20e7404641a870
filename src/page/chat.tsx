import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ChipView } from '../shared/chat.ts';
import { Composer } from './composer.tsx';
import { Conversation } from './conversation.tsx';
import { EmptyState } from './emptyState.tsx';
import { PageActions } from './pageActions.ts';
import { ProblemNotice } from './problem.tsx';
import { isStreaming } from './projection.ts';
import type { Store } from './store.ts';
import { t } from './texts.ts';

const noChips: readonly ChipView[] = [];

/** The whole page: the conversation or what stands in its place, and the composer. */
export function Chat({ store }: { readonly store: Store }): VNode {
  const actions = useMemo(() => ({ post: store.post, announce: store.announce }), [store]);
  const view = store.view.value;
  return (
    <PageActions.Provider value={actions}>
      <main class="chat">
        <h1 class="only-heard">{t('Deepwell chat')}</h1>
        {view === undefined ? (
          <div class="empty" />
        ) : view.turns.length === 0 ? (
          <EmptyState store={store} view={view} />
        ) : (
          <Conversation store={store} view={view} />
        )}
        {view?.problem !== undefined && view.turns.length > 0 && <ProblemNotice problem={view.problem} />}
        <Composer
          store={store}
          isStreaming={view !== undefined && isStreaming(view)}
          model={view?.model}
          chips={view?.chips ?? noChips}
          thinking={view?.thinking ?? 'normal'}
          room={view?.room}
          unfit={view?.unfit}
          heldElsewhere={view?.heldElsewhere ?? false}
        />
      </main>
      <Status store={store} />
    </PageActions.Provider>
  );
}

/** Says what happens to people who listen. The streaming text itself is never read out as it comes. */
function Status({ store }: { readonly store: Store }): VNode {
  const { number, words } = store.said.value;
  return (
    <div role="status" class="only-heard">
      <span key={number}>{words}</span>
    </div>
  );
}
