import type { Token } from 'markdown-it';
import { type ComponentChildren, type VNode, h } from 'preact';
import { memo } from '../memo.tsx';
import { CodeBlock } from './codeBlock.tsx';
import type { Settled } from './container.ts';
import { type FenceInfo, readFenceInfo } from './fenceInfo.ts';
import { Formula } from './formula.tsx';
import { Group } from './group.tsx';
import { inlineElement } from './inlineElements.tsx';
import { taskIn } from './tasks.ts';
import { TaskMark } from './taskMark.tsx';
import { type Node, treeOf } from './tree.ts';
import { visibleText } from './visibleText.tsx';

/** Where an element stands. */
export interface Around {
  readonly isFinished: boolean;
  readonly isTrace: boolean;
  /** What comes before the tokens of a long block. */
  readonly settled: Settled | undefined;
}

/**
 * Elements for the tokens of a block. Each is made by a line of this file or of inlineElements.tsx and no attribute is
 * carried over, so nothing a model writes becomes another element. A token that nobody knows is shown as the text it holds.
 */
export const elementsOf = (tokens: readonly Token[], around: Around): readonly ComponentChildren[] =>
  elements(treeOf(tokens), around, false);

const elements = (nodes: readonly Node[], around: Around, isInLink: boolean): readonly ComponentChildren[] =>
  nodes.map(node =>
    element({
      node,
      around,
      isInLink,
      children: elements(node.children, around, isInLink || node.token.type === 'link_open'),
    }),
  );

interface ElementProps {
  readonly node: Node;
  readonly around: Around;
  readonly isInLink: boolean;
  readonly children: readonly ComponentChildren[];
}

/** Elements that only hold what stands in them. */
const plainTags: Readonly<Record<string, string>> = {
  blockquote_open: 'blockquote',
  thead_open: 'thead',
  tr_open: 'tr',
};

/** A function and no component: the block that grows is made again each frame, and each component in it has its cost. */
function element({ node, around, isInLink, children }: ElementProps): ComponentChildren {
  const { token } = node;
  const tag = plainTags[token.type];
  if (tag !== undefined) return h(tag, null, children);
  switch (token.type) {
    case 'inline':
      return children;
    case 'paragraph_open':
      return token.hidden ? children : <p>{children}</p>;
    case 'heading_open':
      return h(/^h[1-6]$/.test(token.tag) ? token.tag : 'p', null, children);
    case 'bullet_list_open':
      return <ul>{withSettled(token, around, children)}</ul>;
    case 'ordered_list_open':
      return <ol start={Number(token.attrGet('start') ?? 1)}>{withSettled(token, around, children)}</ol>;
    case 'list_item_open':
      return listItem(node, around, children);
    case 'table_open':
      return <Table>{children}</Table>;
    case 'tbody_open':
      return <tbody>{withSettled(token, around, children)}</tbody>;
    case 'th_open':
      return <th class={alignmentOf(token)}>{children}</th>;
    case 'td_open':
      return <td class={alignmentOf(token)}>{children}</td>;
    case 'hr':
      return <hr />;
    case 'fence':
    case 'code_block':
      return <CodeBlock {...codeOf(token, around)} isFinished={around.isFinished} isTrace={around.isTrace} />;
    case 'maths_block':
      return (
        <p>
          <Formula source={token.content} />
        </p>
      );
    case 'maths_text':
      return <p class="maths">{visibleText(token.content, 'prose')}</p>;
    default:
      return inlineElement({ token, isPlain: isInLink || !around.isFinished, children });
  }
}

/** The outermost list or table body of a long block begins with what is settled of it. */
function withSettled(
  { type, level }: Token,
  { settled, isTrace }: Around,
  children: ComponentChildren,
): ComponentChildren {
  if (settled === undefined || level !== (type === 'tbody_open' ? 1 : 0)) return children;
  return (
    <>
      <Group items={settled.children} shared={isTrace} view={SettledChild} />
      {children}
    </>
  );
}

interface SettledChildProps {
  readonly item: readonly Token[];
  /** Whether it stands in a trace. */
  readonly shared: boolean;
}

const SettledChild = memo(function SettledChild({ item, shared }: SettledChildProps) {
  return <>{elementsOf(item, { isFinished: true, isTrace: shared, settled: undefined })}</>;
});

/** An item of a list; "[x]" before its words makes it a task. */
function listItem(node: Node, around: Around, children: readonly ComponentChildren[]): VNode {
  const task = taskIn(node);
  if (task === undefined) return <li>{children}</li>;
  return (
    <li class="task">
      <TaskMark isDone={task.isDone} />
      {elements(task.children, around, false)}
    </li>
  );
}

/** A table can be wider than the view; it scrolls in its own box, by keyboard too. */
function Table({ children }: { readonly children: ComponentChildren }): VNode {
  return (
    <div class="table" tabIndex={0}>
      <table>{children}</table>
    </div>
  );
}

function alignmentOf(token: Token): string | undefined {
  const style = String(token.attrGet('style') ?? '');
  return /^text-align:(left|center|right)$/.exec(style)?.[1];
}

interface CodeOf extends FenceInfo {
  readonly settled: readonly string[];
  readonly code: string;
}

function codeOf(token: Token, { isFinished, settled }: Around): CodeOf {
  const lines = token.level === 0 ? (settled?.code ?? []) : [];
  const code = token.content.replace(/\n$/, '');
  // The language may still be being written: "t", then "ts".
  const isKnown = isFinished || code !== '' || lines.length > 0;
  return { settled: lines, code, ...readFenceInfo(isKnown ? token.info : '') };
}
