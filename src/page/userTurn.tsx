import type { VNode } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import type { AttachmentView, ChipView, UserTurnView } from '../shared/chat.ts';
import { BranchSwitcher } from './branchSwitcher.tsx';
import { contextIcon } from './contextIcon.ts';
import { EditQuestion } from './editQuestion.tsx';
import { Icon } from './icon.tsx';
import { IconButton } from './iconButton.tsx';
import { tokenCost } from './labels.ts';
import { Code } from './markdown/codeText.tsx';
import { VisibleText } from './markdown/visibleText.tsx';
import { t } from './texts.ts';

/** What stands in a question: the things it is about, its words, and its other versions. */
export function UserTurn({ turn }: { readonly turn: UserTurnView }): VNode {
  const { id, text, attachments, branch } = turn;
  const [isEditing, setEditing] = useState(false);
  const edit = useRef<HTMLSpanElement>(null);
  const close = (): void => {
    setEditing(false);
    edit.current?.querySelector('button')?.focus();
  };
  return (
    <>
      <Attachments attachments={attachments} />
      {isEditing ? (
        <EditQuestion id={id} text={text} close={close} />
      ) : (
        <p class="question">
          <VisibleText text={text} where="prose" />
        </p>
      )}
      {branch !== undefined && (
        <footer class="question-footer">
          <BranchSwitcher id={id} branch={branch} previous={t('Previous version')} next={t('Next version')} />
        </footer>
      )}
      <span class="question-tools" ref={edit}>
        <IconButton
          icon="edit"
          name={t('Edit message')}
          isExpanded={isEditing}
          onClick={() => (isEditing ? close() : setEditing(true))}
        />
      </span>
    </>
  );
}

/** Text up to this many lines is shown at once where it is the only thing the question is about; more is folded. */
const linesShown = 12;

function Attachments({ attachments }: { readonly attachments: readonly AttachmentView[] }): VNode | null {
  const [only, ...others] = attachments;
  if (only === undefined) return null;
  const isShort = others.length === 0 && only.text.split('\n').length <= linesShown;
  return (
    <div class="quotes">
      {attachments.map(attachment => (
        <Quote key={attachment.id} attachment={attachment} isOpenAtFirst={isShort} />
      ))}
    </div>
  );
}

interface QuoteProps {
  readonly attachment: AttachmentView;
  readonly isOpenAtFirst: boolean;
}

function Quote({ attachment, isOpenAtFirst }: QuoteProps): VNode {
  const id = useId();
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  return (
    <div class={isOpen ? 'quote open' : 'quote'}>
      <button
        type="button"
        class="chip"
        aria-expanded={isOpen}
        aria-controls={id}
        title={attachment.path}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="chevron" />
        <Icon name={contextIcon[attachment.kind]} />
        <ChipWords attachment={attachment} />
        <span class="chip-tokens">· {tokenCost(attachment.tokens)}</span>
      </button>
      <div id={id} class="quoted-code" hidden={!isOpen}>
        {isOpen && <Code code={attachment.text} language={attachment.languageId} isFinished />}
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
