import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { memo } from '../memo.tsx';
import { elementsOf } from './elements.tsx';
import { Group } from './group.tsx';
import { type Parse, parseTrace } from './parser.ts';
import { type Block, MarkdownStream } from './stream.ts';

interface MarkdownProps {
  readonly text: string;
  /** False while the text still grows at its end. */
  readonly isFinished: boolean;
  readonly parse: Parse;
}

/** Markdown as elements. While it grows, only its last block is made again. */
export function Markdown({ text, isFinished, parse }: MarkdownProps): VNode {
  const stream = useRef<MarkdownStream>(null);
  stream.current ??= new MarkdownStream(parse);
  return <Group items={stream.current.read(text, isFinished)} shared={parse === parseTrace} view={BlockView} />;
}

interface BlockProps {
  readonly item: Block;
  /** Whether it stands in a trace. */
  readonly shared: boolean;
}

/** One block. A frozen block is the same object each time and is not rendered again. */
export const BlockView = memo(function BlockView({ item, shared }: BlockProps) {
  return <>{elementsOf(item.tokens, { isFinished: item.isFinished, isTrace: shared, settled: item.settled })}</>;
});
