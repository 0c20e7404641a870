import type { VNode } from 'preact';
import { useContext } from 'preact/hooks';
import { useCopying } from '../copying.ts';
import { Icon, type IconName } from '../icon.tsx';
import { PageActions } from '../pageActions.ts';
import { t } from '../texts.ts';

interface HeaderButtonProps {
  readonly icon: IconName;
  readonly name: string;
  /** The words on it, which stand in its name too; a narrow view shows the icon alone. */
  readonly words: string;
  readonly isPressed?: boolean;
  readonly onClick: () => void;
}

/** A button in the header of a code block. */
export const HeaderButton = ({ icon, name, words, isPressed, onClick }: HeaderButtonProps): VNode => (
  <button type="button" class="quiet-button" aria-label={name} aria-pressed={isPressed} title={name} onClick={onClick}>
    <Icon name={icon} />
    <span class="button-words">{words}</span>
  </button>
);

interface ReadsCode {
  /** Exactly the code of the block. */
  readonly read: () => string;
}

export function CopyButton({ read }: ReadsCode): VNode {
  const [isCopied, copy] = useCopying();
  return (
    <HeaderButton
      icon={isCopied ? 'check' : 'copy'}
      name={isCopied ? t('Copied') : t('Copy code')}
      words={isCopied ? t('Copied') : t('Copy')}
      onClick={() => copy(read())}
    />
  );
}

/** What can be done with the code in the editor. */
export function EditorButtons({ read, language }: ReadsCode & { readonly language: string }): VNode {
  const { post } = useContext(PageActions);
  return (
    <>
      <HeaderButton
        icon="insert"
        name={t('Insert at cursor')}
        words={t('Insert')}
        onClick={() => post({ kind: 'insert', text: read() })}
      />
      <HeaderButton
        icon="new-file"
        name={t('New file')}
        words={t('New file')}
        onClick={() => post({ kind: 'newFile', text: read(), language })}
      />
    </>
  );
}
