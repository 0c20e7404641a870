import type { VNode } from 'preact';
import { memo } from '../memo.tsx';
import { Group } from './group.tsx';
import { type Span, highlight, partsWhileGrowing } from './highlight.ts';
import { visibleText } from './visibleText.tsx';

interface CodeProps {
  readonly id?: string;
  /** Whole lines before `code` that nothing can change any more. */
  readonly settled?: readonly string[];
  readonly code: string;
  readonly language: string;
  readonly isFinished: boolean;
}

/** Code in its colours. It can be scrolled by keyboard, hence the tab stop. */
export function Code({ id, settled = [], code, language, isFinished }: CodeProps): VNode {
  return (
    <pre id={id} tabIndex={0}>
      <code>
        {isFinished ? (
          <Coloured item={settled.join('') + code} shared={language} />
        ) : (
          <Group items={[...settled, ...partsWhileGrowing(code)]} shared={language} view={GrowingPart} />
        )}
      </code>
    </pre>
  );
}

interface PartProps {
  readonly item: string;
  /** The language. */
  readonly shared: string;
}

const Coloured = memo(function Coloured({ item, shared }: PartProps) {
  return <>{highlight(item, shared).map(spanElement)}</>;
});

/** A box of its own: the browser lays out anew only the part that changes. */
const GrowingPart = memo(function GrowingPart({ item, shared }: PartProps) {
  return <span class="code-part">{highlight(item, shared).map(spanElement)}</span>;
});

function spanElement({ text, colour }: Span): VNode | string | readonly (string | VNode)[] {
  const content = visibleText(text, 'code');
  return colour === undefined ? content : <span class={`code-${colour}`}>{content}</span>;
}
