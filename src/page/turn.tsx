import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TurnView } from '../shared/chat.ts';
import { AssistantTurn } from './assistantTurn.tsx';
import { memo } from './memo.tsx';
import { t } from './texts.ts';
import { UserTurn } from './userTurn.tsx';
import type { VirtualTurns } from './virtualTurns.ts';

interface TurnProps {
  readonly turn: TurnView;
  /** Its place in the conversation, counted from 1. */
  readonly number: number;
  readonly isPanelOpen: boolean;
  readonly setPanel: (id: string, open: boolean) => void;
  readonly context: number | undefined;
  readonly virtual: VirtualTurns;
  /** Rendered wherever the conversation is scrolled to: one of the last. */
  readonly isAlwaysShown: boolean;
  readonly isShownAtFirst: boolean;
}

/** A message: an article that is there always, with its content while that can be seen soon. */
export const Turn = memo(function Turn(props: TurnProps) {
  const { turn, number, virtual } = props;
  const article = useRef<HTMLElement>(null);
  const [isNear, setNear] = useState(props.isShownAtFirst);
  useLayoutEffect(() => {
    if (article.current === null) return undefined;
    return virtual.watch(article.current, { id: turn.id, isShown: isNear, show: setNear });
  }, []);
  const isUser = turn.role === 'user';
  const isShown = isNear || props.isAlwaysShown;
  return (
    <article
      ref={article}
      class={isUser ? 'user-turn' : 'assistant-turn'}
      style={isShown ? undefined : { height: `${virtual.heightOf(turn)}px` }}
      aria-label={isUser ? t('You, {0}', number) : t('Deepwell, {0}', number)}
      data-role={turn.role}
      data-state={isUser ? 'complete' : turn.state}
    >
      {!isShown ? null : isUser ? (
        <UserTurn turn={turn} />
      ) : (
        <AssistantTurn turn={turn} isPanelOpen={props.isPanelOpen} setPanel={props.setPanel} context={props.context} />
      )}
    </article>
  );
});
