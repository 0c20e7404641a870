import type { VNode } from 'preact';
import type { AssistantTurnView, WaitingStage } from '../shared/chat.ts';
import { Icon } from './icon.tsx';
import { secondsToAnswer, speed } from './labels.ts';
import { Markdown } from './markdown/markdown.tsx';
import { parseAnswer } from './markdown/parser.ts';
import { memo } from './memo.tsx';
import { ProblemAlert } from './problem.tsx';
import { Reasoning } from './reasoning.tsx';
import { t } from './texts.ts';

interface AssistantTurnProps {
  readonly turn: AssistantTurnView;
  /** Its place in the conversation, counted from 1. */
  readonly number: number;
  readonly isPanelOpen: boolean;
  readonly setPanel: (id: string, open: boolean) => void;
}

/** A reply: its reasoning, its answer, and how it ended. */
export const AssistantTurn = memo(function AssistantTurn({ turn, number, isPanelOpen, setPanel }: AssistantTurnProps) {
  const { thought, answer, waiting, problem, stats } = turn;
  const isStreaming = turn.state === 'streaming';
  return (
    <article class="assistant-turn" aria-label={`Deepwell, ${number}`} data-role="assistant" data-state={turn.state}>
      {isStreaming && thought === undefined && answer === '' && <WaitingLine stage={waiting} />}
      {thought !== undefined && (
        <Reasoning thought={thought} isOpen={isPanelOpen} setOpen={open => setPanel(turn.id, open)} />
      )}
      {answer !== '' && (
        <div class="answer" data-part="answer">
          <Markdown text={answer} isFinished={!isStreaming} parse={parseAnswer} />
        </div>
      )}
      {endNote(turn) !== undefined && <p class="quiet-note">{endNote(turn)}</p>}
      {turn.state === 'stopped' && (
        <p class="quiet-note">
          <Icon name="circle-slash" /> Stopped
        </p>
      )}
      {problem !== undefined && <ProblemAlert id={turn.id} problem={problem} />}
      {stats !== undefined && (
        <footer class="stats">
          <span>{speed(stats.tokensPerSecond)}</span>
          <span>{secondsToAnswer(stats.secondsToAnswer)}</span>
        </footer>
      )}
    </article>
  );
});

/** How the reply ended, where that is not plain to see; a trace that was cut off says so itself. */
function endNote({ state, answer, thought, ending }: AssistantTurnView): string | undefined {
  if (thought?.cutOff) return undefined;
  if (ending === 'lengthLimit') return 'The answer reached its length limit.';
  return state === 'complete' && answer === '' ? 'The model ended without an answer.' : undefined;
}

/** What the person reads while nothing is written yet. */
const waitingWords: Readonly<Record<WaitingStage, string>> = {
  starting: 'Starting…',
  queued: 'Waiting for another request…',
  loading: 'Loading the model…',
  reading: 'Reading your question…',
};

function WaitingLine({ stage = 'starting' }: { readonly stage: WaitingStage | undefined }): VNode {
  return (
    <p class="waiting">
      <span class="dot" /> {t(waitingWords[stage])}
    </p>
  );
}
