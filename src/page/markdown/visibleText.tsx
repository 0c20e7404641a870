import type { VNode } from 'preact';
import { shownParts } from './invisible.ts';

interface VisibleTextProps {
  readonly text: string;
  readonly where: 'code' | 'prose';
}

/** Text whose invisible characters are marked with their code point, so that nobody is deceived by them. */
export const VisibleText = ({ text, where }: VisibleTextProps): VNode => <>{visibleText(text, where)}</>;

/** The same without a component around it: of an answer's many small texts hardly one has anything to mark. */
export function visibleText(text: string, where: VisibleTextProps['where']): string | readonly (string | VNode)[] {
  const parts = shownParts(text, where);
  return parts.every(part => part.kind === 'text')
    ? text
    : parts.map(part =>
        part.kind === 'text' ? (
          part.text
        ) : (
          <span class="invisible" title={`Invisible character ${part.name}`}>
            {part.name}
          </span>
        ),
      );
}
