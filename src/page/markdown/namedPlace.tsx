import { useComputed } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useContext, useEffect } from 'preact/hooks';
import { PageActions, WorkspaceNames } from '../pageActions.ts';
import { openingLink } from './linkedText.tsx';
import { type Place, partsOfProse } from './names.ts';
import { visibleText } from './visibleText.tsx';

/** Words that name a file or symbol: a link once the extension has said that it exists, and plain until then. */
export function NamedPlace({
  place,
  children,
}: {
  readonly place: Place;
  readonly children: ComponentChildren;
}): VNode {
  const { post } = useContext(PageActions);
  const names = useContext(WorkspaceNames);
  const exists = useComputed(() => {
    const resolved = names?.resolved.value ?? {};
    return Object.hasOwn(resolved, place.name) ? resolved[place.name] : false;
  });
  useEffect(() => names?.ask(place.name), [place.name]);
  if (!exists.value) return <>{children}</>;
  return (
    <a {...openingLink(place.href, post)} title={place.href.replace(/^symbol:/, '')}>
      {children}
    </a>
  );
}

/** Prose in which paths lead to their files. */
export const proseWithPlaces = (text: string): ComponentChildren =>
  partsOfProse(text).map(part =>
    typeof part === 'string' ? visibleText(part, 'prose') : <NamedPlace place={part.place}>{part.text}</NamedPlace>,
  );
