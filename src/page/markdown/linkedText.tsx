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
 * The click must not get further either: VS Code's own frame listens on the window and would open the address unasked.
 */
export function LinkedText({ address, children }: LinkedTextProps): VNode {
  const { post } = useContext(PageActions);
  const link = linkOf(address);
  if (link === undefined) return <>{children}</>;
  const { href } = link;
  const open = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
    post({ kind: 'open', href });
  };
  const keep = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  if (link.kind === 'web')
    return (
      <a href={href} title={href} rel="noreferrer" draggable={false} onClick={open} onAuxClick={keep}>
        {children}
      </a>
    );
  const openByKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') open(event);
  };
  return (
    <a role="link" tabIndex={0} title={href} onClick={open} onKeyDown={openByKey}>
      {children}
    </a>
  );
}
