import type { ComponentChildren, VNode } from 'preact';
import { useContext } from 'preact/hooks';
import { PageActions } from '../pageActions.ts';
import { linkOf } from './links.ts';

interface LinkedTextProps {
  readonly address: string;
  readonly children: ComponentChildren;
}

/**
 * A link that may be followed, or else its text. The page itself never navigates: the extension is asked to open the
 * address, and asks the person. A file's link has no `href`: followed, it would lead somewhere inside the webview.
 */
export function LinkedText({ address, children }: LinkedTextProps): VNode {
  const { post } = useContext(PageActions);
  const link = linkOf(address);
  if (link === undefined) return <>{children}</>;
  const { href } = link;
  if (link.kind === 'file')
    return (
      <a {...openingLink(href, post)} title={href}>
        {children}
      </a>
    );
  return (
    <a
      href={href}
      title={href}
      rel="noreferrer"
      draggable={false}
      onClick={event => open(event, href, post)}
      onAuxClick={keep}
    >
      {children}
    </a>
  );
}

/** The properties of a link without address: followed by click and key, it asks the extension to open something. */
export const openingLink = (href: string, post: PageActions['post']) => ({
  role: 'link' as const,
  tabIndex: 0,
  onClick: (event: Event): void => open(event, href, post),
  onKeyDown: (event: KeyboardEvent): void => {
    if (event.key === 'Enter') open(event, href, post);
  },
});

function open(event: Event, href: string, post: PageActions['post']): void {
  keep(event);
  post({ kind: 'open', href });
}

/** The click must not get further: VS Code's own frame listens on the window and would open the address unasked. */
function keep(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
