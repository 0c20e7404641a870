import type { VNode } from 'preact';
import { useContext } from 'preact/hooks';
import type { AssistantTurnView, ReplyAbilities } from '../shared/chat.ts';
import type { FromPage } from '../shared/protocol.ts';
import { Icon } from './icon.tsx';
import { grouped, memory } from './labels.ts';
import { PageActions } from './pageActions.ts';
import { t } from './texts.ts';

interface EndingProps {
  readonly turn: AssistantTurnView;
  /** Tokens of the context the model was given, where known. */
  readonly context: number | undefined;
}

/** How a reply ended, where that is not plain to see, and what helps: nobody is left before a blank answer. */
export function Ending({ turn, context }: EndingProps): VNode | null {
  const { post } = useContext(PageActions);
  const why = endingWords(turn, context);
  const ways = turn.state === 'streaming' ? [] : waysOn(turn.id, turn.can);
  if (why === undefined && ways.length === 0) return null;
  return (
    <div class="ending">
      {why !== undefined && (
        <p class="quiet-note">
          <Icon name={turn.state === 'stopped' ? 'circle-slash' : 'info'} /> {why}
        </p>
      )}
      {ways.length > 0 && (
        <div class="buttons">
          {ways.map(({ words, message }, at) => (
            <button
              key={message.kind}
              type="button"
              class={at === 0 ? 'button main' : 'button'}
              onClick={() => post(message)}
            >
              {words}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** Why there is no answer, or no more of it, in one line. */
export function endingWords(
  { state, answer, thought, ending }: AssistantTurnView,
  context: number | undefined,
): string | undefined {
  if (state === 'streaming') return undefined;
  // Nobody pressed Stop, whatever state it was left in.
  if (ending === 'interrupted') return t('The window was closed while this was written.');
  if (state === 'stopped') return t('Stopped');
  if (ending === 'contextFull')
    return context === undefined
      ? t('The context is full.')
      : t('The context of {0} tokens is full.', grouped(context));
  if (thought?.cutOff && answer === '') return t('The reasoning was cut off; no answer came.');
  if (ending === 'lengthLimit') return t('The answer reached its length limit.');
  return ending === 'empty' || (state === 'complete' && answer === '')
    ? t('The model ended without an answer.')
    : undefined;
}

interface WayOn {
  readonly words: string;
  readonly message: FromPage;
}

function waysOn(id: string, can: ReplyAbilities): readonly WayOn[] {
  const ways: WayOn[] = [];
  if (can.continueThinking) ways.push({ words: t('Continue thinking'), message: { kind: 'continueThinking', id } });
  if (can.answerNow) ways.push({ words: t('Answer now'), message: { kind: 'answerNow', id } });
  if (can.continueAnswer) ways.push({ words: t('Continue'), message: { kind: 'continueAnswer', id } });
  if (can.raiseContext !== undefined)
    ways.push({ words: raiseWords(can.raiseContext), message: { kind: 'raiseContext', id } });
  return ways;
}

const raiseWords = ({ tokens, bytes }: NonNullable<ReplyAbilities['raiseContext']>): string =>
  bytes === undefined
    ? t('Raise the context to {0}', grouped(tokens))
    : t('Raise the context to {0} (+{1})', grouped(tokens), memory(bytes));
