import type { VNode } from 'preact';
import { useContext } from 'preact/hooks';
import type { ReplyAbilities, ThoughtView } from '../../shared/chat.ts';
import { Icon } from '../icon.tsx';
import { grouped } from '../labels.ts';
import { PageActions } from '../pageActions.ts';
import { t } from '../texts.ts';

interface SteeringProps {
  readonly id: string;
  readonly thought: ThoughtView;
  readonly can: ReplyAbilities;
}

/** What can be done about a running trace. */
export function Steering({ id, thought, can }: SteeringProps): VNode {
  const { post } = useContext(PageActions);
  return (
    <div class="steering">
      {thought.loops && (
        <p class="quiet-note">
          <Icon name="refresh" /> {t('The reasoning goes in circles.')}
        </p>
      )}
      <div class="buttons">
        {can.answerNow && (
          <button type="button" class="button main" onClick={() => post({ kind: 'answerNow', id })}>
            {t('Answer now')}
          </button>
        )}
        {thought.loops && (
          <button type="button" class="button" onClick={() => post({ kind: 'letItThink', id })}>
            {t('Let it think')}
          </button>
        )}
        <button type="button" class="button" onClick={() => post({ kind: 'stop' })}>
          {t('Stop')}
        </button>
      </div>
    </div>
  );
}

/** How much of its budget a running trace has used, as a thin line. */
export function BudgetBar({ tokens, budget }: { readonly tokens: number; readonly budget: number }): VNode {
  const used = Math.min(tokens, budget);
  return (
    <div
      class="thin-bar"
      role="progressbar"
      aria-label={t('Thinking budget')}
      aria-valuemin={0}
      aria-valuemax={budget}
      aria-valuenow={used}
      aria-valuetext={t('{0} of {1} tokens', used, budget)}
    >
      <span style={{ width: `${(100 * used) / Math.max(1, budget)}%` }} />
    </div>
  );
}

/** The last line of a running trace for a folded panel, cut at its start. Not read out: it changes all the time. */
export function Preview({ text }: { readonly text: string }): VNode | null {
  const line = text.slice(-longest).trimEnd().split('\n').at(-1)?.trim() ?? '';
  return line === '' ? null : (
    <div class="preview" aria-hidden="true">
      <bdi>{line}</bdi>
    </div>
  );
}

/** More characters than a line of the widest view has. */
const longest = 400;

/** Who ended the trace, where it was not the model, and whether the person changed it. */
export function ThoughtNotes({ thought }: { readonly thought: ThoughtView }): VNode | null {
  const words = [thought.edited ? t('Edited by you') : undefined, endWords(thought)].filter(text => text !== undefined);
  return words.length === 0 ? null : <p class="quiet-note thought-note">{words.join(' · ')}</p>;
}

function endWords({ endedBy, budget, tokens }: ThoughtView): string | undefined {
  switch (endedBy) {
    case 'answerNow':
      return t('You asked for the answer here.');
    case 'budget':
      return t('The thinking budget of {0} tokens is used up.', grouped(budget ?? tokens));
    case 'loop':
      return t('Stopped because it went in circles.');
    case undefined:
      return undefined;
  }
}
