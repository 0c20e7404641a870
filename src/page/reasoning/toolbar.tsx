import type { VNode } from 'preact';
import type { ThoughtView } from '../../shared/chat.ts';
import { CopyIconButton, IconButton } from '../iconButton.tsx';
import { t } from '../texts.ts';

/** What opens beside a trace. */
export type Tool = 'search' | 'outline' | 'edit';

interface ToolbarProps {
  readonly thought: ThoughtView;
  readonly mayEdit: boolean;
  /** The one that is open. */
  readonly tool: Tool | undefined;
  readonly open: (tool: Tool) => void;
}

/** What can be done with a trace; in sight under the pointer and while the keyboard is in it. */
export function Toolbar({ thought, mayEdit, tool, open }: ToolbarProps): VNode {
  return (
    <div class={tool === undefined ? 'trace-tools' : 'trace-tools in-use'}>
      <CopyIconButton name={t('Copy reasoning')} text={thought.text} />
      <span data-tool="search">
        <IconButton
          icon="search"
          name={t('Search reasoning')}
          isExpanded={tool === 'search'}
          onClick={() => open('search')}
        />
      </span>
      {thought.steps.length > 0 && (
        <span data-tool="outline">
          <IconButton
            icon="list-tree"
            name={t('Outline')}
            isExpanded={tool === 'outline'}
            onClick={() => open('outline')}
          />
        </span>
      )}
      {mayEdit && thought.ended && (
        <span data-tool="edit">
          <IconButton
            icon="edit"
            name={t('Edit reasoning')}
            isExpanded={tool === 'edit'}
            onClick={() => open('edit')}
          />
        </span>
      )}
    </div>
  );
}
