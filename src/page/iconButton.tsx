import type { VNode } from 'preact';
import { useCopying } from './copying.ts';
import { Icon, type IconName } from './icon.tsx';

interface IconButtonProps {
  readonly icon: IconName;
  /** What it is called, to people who listen and on hovering. */
  readonly name: string;
  readonly onClick: () => void;
  /** Where it opens something beside it: whether that is open. */
  readonly isExpanded?: boolean;
  /** There is nothing to do now; it keeps its place and the keyboard focus. */
  readonly isIdle?: boolean;
}

/** A small quiet button that is only a glyph. */
export function IconButton({ icon, name, onClick, isExpanded, isIdle = false }: IconButtonProps): VNode {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={name}
      title={name}
      aria-expanded={isExpanded}
      aria-disabled={isIdle || undefined}
      onClick={() => {
        if (!isIdle) onClick();
      }}
    >
      <Icon name={icon} />
    </button>
  );
}

/** Copies a text exactly, and says that it did. */
export function CopyIconButton({ name, text }: { readonly name: string; readonly text: string }): VNode {
  const [isCopied, copy] = useCopying();
  return <IconButton icon={isCopied ? 'check' : 'copy'} name={name} onClick={() => copy(text)} />;
}
