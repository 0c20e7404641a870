import type { VNode } from 'preact';

/** The icons that icons.css has a glyph for. */
export type IconName =
  | 'add'
  | 'arrow-down'
  | 'arrow-right'
  | 'arrow-up'
  | 'book'
  | 'check'
  | 'checklist'
  | 'chevron'
  | 'chevron-down'
  | 'chevron-left'
  | 'chevron-up'
  | 'circle-slash'
  | 'close'
  | 'copy'
  | 'debug-continue'
  | 'edit'
  | 'ellipsis'
  | 'error'
  | 'eye'
  | 'file-code'
  | 'fold'
  | 'folder'
  | 'git-compare'
  | 'history'
  | 'info'
  | 'insert'
  | 'law'
  | 'lightbulb'
  | 'list-tree'
  | 'loading'
  | 'new-file'
  | 'note'
  | 'refresh'
  | 'search'
  | 'stop'
  | 'symbol-method'
  | 'terminal'
  | 'unfold'
  | 'warning'
  | 'word-wrap'
  | 'zap';

/** A glyph beside words or on a button with a name; screen readers skip it. */
export function Icon({ name }: { readonly name: IconName }): VNode {
  return <span class={`icon icon-${name}`} aria-hidden="true" />;
}
