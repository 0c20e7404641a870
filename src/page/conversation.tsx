import type { VNode } from 'preact';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import type { ChatView } from '../shared/chat.ts';
import { AssistantTurn } from './assistantTurn.tsx';
import { useFollow } from './follow.ts';
import { Icon } from './icon.tsx';
import { isPanelOpen } from './projection.ts';
import type { Store } from './store.ts';
import { UserTurn } from './userTurn.tsx';

interface ConversationProps {
  readonly store: Store;
  readonly view: ChatView;
}

/** The turns in order. It follows its end while the person is there. */
export function Conversation({ store, view }: ConversationProps): VNode {
  const follow = useFollow(store.host.keep, store.host.load().scrollTop);
  const endAsked = store.endAsked.value;
  const seen = useRef(endAsked);
  useEffect(() => {
    if (seen.current !== endAsked) follow.toEnd();
    seen.current = endAsked;
  }, [endAsked]);
  const setPanel = useCallback((id: string, open: boolean) => {
    follow.release();
    store.setPanel(id, open);
  }, []);
  return (
    <div class="conversation">
      <div
        class="log"
        role="log"
        aria-label="Conversation"
        aria-live="off"
        tabIndex={0}
        ref={follow.scroller}
        onScroll={follow.onScroll}
      >
        <div class="turns" ref={follow.content}>
          {view.turns.map((turn, at) =>
            turn.role === 'user' ? (
              <UserTurn key={turn.id} turn={turn} number={at + 1} />
            ) : (
              <AssistantTurn
                key={turn.id}
                turn={turn}
                number={at + 1}
                isPanelOpen={turn.thought !== undefined && isPanelOpen(view, turn.id, turn.thought)}
                setPanel={setPanel}
              />
            ),
          )}
        </div>
      </div>
      {!follow.isAtEnd && (
        <button
          type="button"
          class="to-end"
          aria-label="Scroll to newest"
          title="Scroll to newest"
          onClick={follow.toEnd}
        >
          <Icon name="arrow-down" />
        </button>
      )}
    </div>
  );
}
