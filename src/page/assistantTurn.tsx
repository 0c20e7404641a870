import type { VNode } from 'preact';
import type { AssistantTurnView } from '../shared/chat.ts';
import { Ending } from './ending.tsx';
import { Markdown } from './markdown/markdown.tsx';
import { parseAnswer } from './markdown/parser.ts';
import { ProblemAlert } from './problem.tsx';
import { Reasoning } from './reasoning/reasoning.tsx';
import { ReplyFooter } from './replyFooter.tsx';
import { WaitingLine } from './waitingLine.tsx';

interface AssistantTurnProps {
  readonly turn: AssistantTurnView;
  readonly isPanelOpen: boolean;
  readonly setPanel: (id: string, open: boolean) => void;
  /** Tokens of the context the model was given, where known. */
  readonly context: number | undefined;
}

/** What stands in a reply: its reasoning, its answer, and how it ended. */
export function AssistantTurn({ turn, isPanelOpen, setPanel, context }: AssistantTurnProps): VNode {
  const { id, thought, answer, problem } = turn;
  const isStreaming = turn.state === 'streaming';
  return (
    <>
      {isStreaming && thought === undefined && answer === '' && (
        <WaitingLine stage={turn.waiting} done={turn.waitingDone} />
      )}
      {thought !== undefined && (
        <Reasoning id={id} thought={thought} can={turn.can} isOpen={isPanelOpen} setOpen={open => setPanel(id, open)} />
      )}
      {answer !== '' && (
        <div class="answer" data-part="answer">
          <Markdown text={answer} isFinished={!isStreaming} parse={parseAnswer} />
        </div>
      )}
      <Ending turn={turn} context={context} />
      {problem !== undefined && <ProblemAlert id={id} problem={problem} />}
      {!isStreaming && <ReplyFooter turn={turn} />}
    </>
  );
}
