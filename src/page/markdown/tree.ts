import type { Token } from 'markdown-it';

/** A token and what stands inside it. */
export interface Node {
  readonly token: Token;
  readonly children: readonly Node[];
}

/** markdown-it's flat list as a tree: an opening token, its content, its closing token. Inline content is unfolded too. */
export function treeOf(tokens: readonly Token[]): readonly Node[] {
  const root: Node[] = [];
  const open: Node[][] = [root];
  for (const token of tokens) {
    if (token.nesting === -1) open.pop();
    else {
      const children: Node[] = token.type === 'image' ? [] : [...treeOf(token.children ?? [])];
      open.at(-1)?.push({ token, children });
      if (token.nesting === 1) open.push(children);
    }
  }
  return root;
}
