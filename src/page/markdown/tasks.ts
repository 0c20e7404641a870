import type { Token } from 'markdown-it';
import type { Node } from './tree.ts';

/** An item of a list that is a task: "- [x] written". */
export interface Task {
  readonly isDone: boolean;
  /** What the item says, without the mark. */
  readonly children: readonly Node[];
}

const mark = /^\[([ xX])\] /;

export function taskIn({ children: [paragraph, ...rest] }: Node): Task | undefined {
  const [inline] = paragraph?.children ?? [];
  const [text] = inline?.children ?? [];
  if (paragraph?.token.type !== 'paragraph_open' || inline === undefined || text?.token.type !== 'text')
    return undefined;
  const found = mark.exec(text.token.content);
  if (found === null) return undefined;
  const words: Node = { ...text, token: withContent(text.token, text.token.content.slice(found[0].length)) };
  const line: Node = { ...inline, children: [words, ...inline.children.slice(1)] };
  return {
    isDone: found[1] !== ' ',
    children: [{ ...paragraph, children: [line, ...paragraph.children.slice(1)] }, ...rest],
  };
}

const withContent = (token: Token, content: string): Token =>
  Object.assign(Object.create(Object.getPrototypeOf(token) as object) as Token, token, { content });
