import type { VNode } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChatView, TurnView } from '../shared/chat.ts';
import { useFollow } from './follow.ts';
import { useHeldFocus } from './heldFocus.ts';
import { Icon } from './icon.tsx';
import { memo } from './memo.tsx';
import { isPanelOpen } from './projection.ts';
import { readingPlace, returnToPlace } from './readingPlace.ts';
import type { Store } from './store.ts';
import { t } from './texts.ts';
import { Turn } from './turn.tsx';
import { groupStart, regroup } from './turnGroups.ts';
import { VirtualTurns } from './virtualTurns.ts';

interface ConversationProps {
  readonly store: Store;
  readonly view: ChatView;
}

/** The turns of a chat in order. Another chat begins anew, at its end. */
export const Conversation = ({ store, view }: ConversationProps): VNode => (
  <Turns key={view.chatId} store={store} view={view} />
);

/** How many of the last turns are rendered wherever the conversation is scrolled to. */
const alwaysShown = 2;
/** How many turns are rendered before it is known what is visible: more than fill a view, as a rule. */
const shownAtFirst = 6;

/** The turns follow their end while the person is there. */
function Turns({ store, view }: ConversationProps): VNode {
  const [place] = useState(() => returningTo(store, view));
  const follow = useFollow(place === undefined);
  const [virtual] = useState(() => new VirtualTurns());
  const endAsked = store.endAsked.value;
  const seen = useRef(endAsked);
  useLayoutEffect(() => {
    const log = follow.scroller.current;
    if (log === null) return undefined;
    if (place !== undefined) returnToPlace(log, place);
    else follow.toEnd();
    return virtual.start(log);
  }, []);
  useEffect(() => {
    if (seen.current !== endAsked) follow.toEnd();
    seen.current = endAsked;
  }, [endAsked]);
  useHeldFocus(follow.scroller);
  const setPanel = useCallback((id: string, open: boolean) => {
    follow.release();
    store.setPanel(id, open);
  }, []);
  const onScroll = (): void => {
    follow.look();
    const log = follow.scroller.current;
    if (log === null) return;
    store.host.keep({ reading: follow.isFollowing.current ? undefined : readingPlace(log, view) });
  };
  const groups = useRef<readonly (readonly TurnView[])[]>([]);
  groups.current = regroup(groups.current, view.turns);
  const first = place?.number ?? view.turns.length - shownAtFirst;
  return (
    <div class="conversation">
      <div
        class="log"
        role="log"
        aria-label={t('Conversation')}
        aria-live="off"
        tabIndex={0}
        ref={follow.scroller}
        onScroll={onScroll}
      >
        <div class="turns" ref={follow.content}>
          {groups.current.map((turns, at) => (
            <TurnGroup
              key={at}
              turns={turns}
              start={groupStart(at)}
              alwaysFrom={Math.min(view.turns.length - alwaysShown, groupStart(at + 1))}
              firstShown={first}
              reasoningPanel={view.reasoningPanel}
              openedByHand={view.openedByHand}
              context={view.room?.context}
              setPanel={setPanel}
              virtual={virtual}
            />
          ))}
        </div>
      </div>
      {!follow.isAtEnd && (
        <button
          type="button"
          class="to-end"
          aria-label={t('Scroll to newest')}
          title={t('Scroll to newest')}
          onClick={follow.toEnd}
        >
          <Icon name="arrow-down" />
        </button>
      )}
    </div>
  );
}

interface TurnGroupProps extends Pick<ChatView, 'reasoningPanel' | 'openedByHand'> {
  readonly turns: readonly TurnView[];
  /** The place of the first one in the conversation, from 0. */
  readonly start: number;
  readonly alwaysFrom: number;
  /** Turns from this place on are rendered before it is known what is visible. */
  readonly firstShown: number;
  readonly context: number | undefined;
  readonly setPanel: (id: string, open: boolean) => void;
  readonly virtual: VirtualTurns;
}

const TurnGroup = memo(function TurnGroup(props: TurnGroupProps) {
  const { turns, start, firstShown } = props;
  return (
    <div class="turn-group">
      {turns.map((turn, at) => (
        <Turn
          key={turn.id}
          turn={turn}
          number={start + at + 1}
          isPanelOpen={
            turn.role === 'assistant' && turn.thought !== undefined && isPanelOpen(props, turn.id, turn.thought)
          }
          setPanel={props.setPanel}
          context={props.context}
          virtual={props.virtual}
          isAlwaysShown={start + at >= props.alwaysFrom}
          isShownAtFirst={start + at >= firstShown && start + at < firstShown + shownAtFirst}
        />
      ))}
    </div>
  );
});

/** Where the page was before it was thrown away, with the place of that turn; undefined: at the end, or in another chat. */
function returningTo(store: Store, view: ChatView): { readonly number: number; readonly past: number } | undefined {
  const { reading } = store.host.load();
  if (reading === undefined || reading.chat !== view.chatId) return undefined;
  const number = view.turns.findIndex(({ id }) => id === reading.turn);
  return number < 0 ? undefined : { number, past: reading.past };
}
