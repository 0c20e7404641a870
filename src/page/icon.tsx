import type { VNode } from 'preact';

/** The icons that icons.css has a glyph for. */
export type IconName =
  | 'arrow-down'
  | 'arrow-up'
  | 'check'
  | 'chevron'
  | 'circle-slash'
  | 'close'
  | 'copy'
  | 'error'
  | 'file-code'
  | 'info'
  | 'loading'
  | 'refresh'
  | 'stop';

/** A glyph beside words or on a button with a name; screen readers skip it. */
export function Icon({ name }: { readonly name: IconName }): VNode {
  return <span class={`icon icon-${name}`} aria-hidden="true" />;
}
