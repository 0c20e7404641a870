import type { VNode } from 'preact';
import { useContext, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ReplyAbilities, ThoughtView } from '../../shared/chat.ts';
import { useFollow } from '../follow.ts';
import { Icon } from '../icon.tsx';
import { duration, reasoningName, thoughtFigures } from '../labels.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { parseTrace } from '../markdown/parser.ts';
import { PageActions } from '../pageActions.ts';
import { t } from '../texts.ts';
import { EditThought } from './editThought.tsx';
import { useElapsed } from './elapsed.ts';
import { Outline } from './outline.tsx';
import { Search } from './search.tsx';
import { BudgetBar, Preview, Steering, ThoughtNotes } from './steering.tsx';
import { useSteps } from './steps.ts';
import { type Tool, Toolbar } from './toolbar.tsx';
import { useTurnMarks } from './turnMarks.ts';

interface ReasoningProps {
  /** The turn's. */
  readonly id: string;
  readonly thought: ThoughtView;
  readonly can: ReplyAbilities;
  readonly isOpen: boolean;
  readonly setOpen: (open: boolean) => void;
}

/** The model's reasoning: a line with its time that opens into the trace, and what can be done with it. */
export function Reasoning({ id, thought, can, isOpen, setOpen }: ReasoningProps): VNode {
  const { post } = useContext(PageActions);
  const section = useRef<HTMLElement>(null);
  const traceId = useId();
  const [tool, setTool] = useState<Tool | undefined>(undefined);
  const isRunning = !thought.ended;
  const shownTool = tool === 'edit' && (isRunning || !can.editThought) ? undefined : tool;
  const isEditing = shownTool === 'edit';
  const { content, ...follow } = useTrace(isOpen && !isEditing, isRunning);
  useTurnMarks(content, thought, isOpen && !isEditing);
  const { jump, onKeyDown } = useSteps(content, thought, isOpen && !isEditing);
  const openTool = (opened: Tool): void => {
    setTool(opened === shownTool ? undefined : opened);
    // Who works in a panel wants it open, also when the thought ends.
    setOpen(true);
  };
  const closeTool = (): void => {
    section.current?.querySelector<HTMLElement>(`[data-tool="${tool}"] button`)?.focus();
    setTool(undefined);
  };
  return (
    <section ref={section} class={isRunning ? 'reasoning running' : 'reasoning'} onKeyDown={onKeyDown}>
      <div class="reasoning-line">
        <ReasoningButton thought={thought} isOpen={isOpen} controls={traceId} onClick={() => setOpen(!isOpen)} />
        {isOpen && <Toolbar thought={thought} mayEdit={can.editThought} tool={shownTool} open={openTool} />}
      </div>
      {isRunning && thought.budget !== undefined && <BudgetBar tokens={thought.tokens} budget={thought.budget} />}
      {isRunning && !isOpen && <Preview text={thought.text} />}
      {isOpen && shownTool === 'search' && <Search trace={content} text={thought.text} close={closeTool} />}
      {isOpen && shownTool === 'outline' && <Outline thought={thought} jump={jump} close={closeTool} />}
      {isOpen && isEditing && (
        <EditThought
          text={thought.text}
          continueFrom={text => {
            post({ kind: 'editThought', id, text });
            closeTool();
          }}
          cancel={closeTool}
        />
      )}
      <div
        id={traceId}
        class="trace-scroll"
        data-part="thought"
        hidden={!isOpen || isEditing}
        ref={follow.scroller}
        onScroll={follow.look}
        {...(follow.isLong ? { tabIndex: 0, role: 'group', 'aria-label': t('Text of the reasoning') } : {})}
      >
        <div class="trace" ref={content}>
          {follow.isNeeded && <Markdown text={thought.text} isFinished={thought.ended} parse={parseTrace} />}
        </div>
      </div>
      <ThoughtNotes thought={thought} />
      {isRunning && <Steering id={id} thought={thought} can={can} />}
    </section>
  );
}

interface ReasoningButtonProps {
  readonly thought: ThoughtView;
  readonly isOpen: boolean;
  readonly controls: string;
  readonly onClick: () => void;
}

function ReasoningButton({ thought, isOpen, controls, onClick }: ReasoningButtonProps): VNode {
  const elapsed = useElapsed(thought);
  return (
    <>
      <button
        type="button"
        class="reasoning-button"
        aria-expanded={isOpen}
        aria-controls={controls}
        aria-label={reasoningName(thought, elapsed)}
        onClick={onClick}
      >
        <Icon name="chevron" />
        {!thought.ended && <span class="dot" />}
        <span class="reasoning-word">{t('Reasoning')}</span> <span class="reasoning-time">{duration(elapsed)}</span>
      </button>
      {thought.tokens > 0 && (
        <span class="reasoning-tokens" aria-hidden="true">
          {thoughtFigures(thought)}
        </span>
      )}
    </>
  );
}

/**
 * The trace's own scroller: it goes with the stream while its reader is at the end. Who opens a trace that has ended begins
 * at its start.
 */
function useTrace(isShown: boolean, isRunning: boolean): ReturnType<typeof useFollow> & { readonly isNeeded: boolean } {
  const follow = useFollow(isRunning);
  const { scroller, release } = follow;
  useLayoutEffect(() => {
    if (!isShown || isRunning) return;
    release();
    if (scroller.current !== null) scroller.current.scrollTop = 0;
  }, [isShown]);
  // A folded trace that still grows is not laid out: nobody sees it.
  const wasNeeded = useRef(false);
  wasNeeded.current ||= isShown || !isRunning;
  return { ...follow, isNeeded: wasNeeded.current };
}
