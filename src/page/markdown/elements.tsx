import type { Token } from 'markdown-it';
import { type ComponentChildren, type VNode, h } from 'preact';
import { CodeBlock } from './codeBlock.tsx';
import { LinkedText } from './linkedText.tsx';
import { sourceOf } from './links.ts';
import { type Node, treeOf } from './tree.ts';
import { VisibleText } from './visibleText.tsx';

/**
 * Elements for the tokens of a block. Each is made by a line of this file and no attribute is carried over, so nothing a
 * model writes becomes another element. A token that nobody knows here is shown as the text it holds.
 */
export const elementsOf = (tokens: readonly Token[], isFinished: boolean): readonly VNode[] =>
  elements(treeOf(tokens), isFinished);

const elements = (nodes: readonly Node[], isFinished: boolean): readonly VNode[] =>
  nodes.map((node, at) => (
    <Element key={at} token={node.token} isFinished={isFinished}>
      {elements(node.children, isFinished)}
    </Element>
  ));

interface ElementProps {
  readonly token: Token;
  readonly isFinished: boolean;
  readonly children: ComponentChildren;
}

/** Elements that only hold what stands in them. */
const plainTags: Readonly<Record<string, string>> = {
  blockquote_open: 'blockquote',
  bullet_list_open: 'ul',
  list_item_open: 'li',
  em_open: 'em',
  strong_open: 'strong',
  s_open: 'del',
  thead_open: 'thead',
  tbody_open: 'tbody',
  tr_open: 'tr',
};

function Element(props: ElementProps): VNode {
  const { token, children } = props;
  const tag = plainTags[token.type];
  if (tag !== undefined) return h(tag, null, children);
  switch (token.type) {
    case 'inline':
      return <>{children}</>;
    case 'paragraph_open':
      return token.hidden ? <>{children}</> : <p>{children}</p>;
    case 'heading_open':
      return h(/^h[1-6]$/.test(token.tag) ? token.tag : 'p', null, children);
    case 'ordered_list_open':
      return <ol start={Number(token.attrGet('start') ?? 1)}>{children}</ol>;
    case 'table_open':
      return <Table>{children}</Table>;
    case 'th_open':
      return <th class={alignmentOf(token)}>{children}</th>;
    case 'td_open':
      return <td class={alignmentOf(token)}>{children}</td>;
    case 'hr':
      return <hr />;
    case 'fence':
    case 'code_block':
      return <CodeBlock {...codeOf(token, props.isFinished)} isFinished={props.isFinished} />;
    default:
      return <InlineElement token={token}>{children}</InlineElement>;
  }
}

function InlineElement({ token, children }: Omit<ElementProps, 'isFinished'>): VNode {
  switch (token.type) {
    case 'link_open':
      return <LinkedText address={String(token.attrGet('href') ?? '')}>{children}</LinkedText>;
    case 'image':
      return <ImageInWords alt={token.content} address={String(token.attrGet('src') ?? '')} />;
    case 'code_inline':
      return (
        <code>
          <VisibleText text={token.content} where="code" />
        </code>
      );
    case 'maths':
      return <span class="maths">{token.content}</span>;
    case 'hardbreak':
      return <br />;
    case 'softbreak':
      return <>{'\n'}</>;
    default:
      return (
        <>
          <VisibleText text={token.content} where="prose" />
          {children}
        </>
      );
  }
}

/** A table can be wider than the view; it scrolls in its own box, by keyboard too. */
function Table({ children }: { readonly children: ComponentChildren }): VNode {
  return (
    <div class="table" tabIndex={0}>
      <table>{children}</table>
    </div>
  );
}

/** Loading an image would tell its server that the answer was read, and whatever the address carries: it stays words. */
function ImageInWords({ alt, address }: { readonly alt: string; readonly address: string }): VNode {
  return (
    <span class="image">
      <VisibleText text={`${alt === '' ? 'Image' : alt} (${sourceOf(address)})`} where="prose" />
    </span>
  );
}

function alignmentOf(token: Token): string | undefined {
  const style = String(token.attrGet('style') ?? '');
  return /^text-align:(left|center|right)$/.exec(style)?.[1];
}

function codeOf(token: Token, isFinished: boolean): { readonly code: string; readonly language: string } {
  const code = token.content.replace(/\n$/, '');
  // The language may still be being written: "t", then "ts".
  const info = code === '' && !isFinished ? '' : token.info;
  return { code, language: /^[\w+#-]{1,32}/.exec(info.trim())?.[0].toLowerCase() ?? '' };
}
