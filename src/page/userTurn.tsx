import type { VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { AttachmentView, ChipView, UserTurnView } from '../shared/chat.ts';
import { Icon } from './icon.tsx';
import { Code } from './markdown/codeBlock.tsx';
import { VisibleText } from './markdown/visibleText.tsx';
import { memo } from './memo.tsx';

interface UserTurnProps {
  readonly turn: UserTurnView;
  /** Its place in the conversation, counted from 1. */
  readonly number: number;
}

/** What the person asked, with the code it is about. */
export const UserTurn = memo(function UserTurn({ turn, number }: UserTurnProps) {
  return (
    <article class="user-turn" aria-label={`You, ${number}`} data-role="user" data-state="complete">
      {turn.attachments.map(attachment => (
        <QuotedCode key={attachment.id} attachment={attachment} />
      ))}
      <p class="question">
        <VisibleText text={turn.text} where="prose" />
      </p>
    </article>
  );
});

/** Code up to this many lines is shown at once; more is folded behind its chip. */
const linesShown = 12;

function QuotedCode({ attachment }: { readonly attachment: AttachmentView }): VNode {
  const id = useId();
  const [isOpen, setOpen] = useState(attachment.text.split('\n').length <= linesShown);
  return (
    <div class="quote">
      <button
        type="button"
        class="chip"
        aria-expanded={isOpen}
        aria-controls={id}
        title={attachment.path}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="chevron" />
        <ChipWords attachment={attachment} />
      </button>
      <div id={id} class="quoted-code" hidden={!isOpen}>
        <Code code={attachment.text} language={attachment.languageId} isFinished />
      </div>
    </div>
  );
}

/** "queue.ts:12–31" */
export function ChipWords({ attachment }: { readonly attachment: ChipView }): VNode {
  return (
    <span class="chip-words">
      <b>{attachment.label}</b>
    </span>
  );
}
