import type { VNode } from 'preact';
import { shownParts } from './invisible.ts';

/** Text whose invisible characters are marked with their code point, so that nobody is deceived by them. */
export function VisibleText({ text, where }: { readonly text: string; readonly where: 'code' | 'prose' }): VNode {
  return (
    <>
      {shownParts(text, where).map(part =>
        part.kind === 'text' ? (
          part.text
        ) : (
          <span class="invisible" title={`Invisible character ${part.name}`}>
            {part.name}
          </span>
        ),
      )}
    </>
  );
}
