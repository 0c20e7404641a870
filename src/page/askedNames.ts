import type { ReadonlySignal } from '@preact/signals';
import type { WorkspaceNames } from './pageActions.ts';
import type { FromPage } from '../shared/protocol.ts';

/** The most names of one message. */
const mostNames = 200;

/**
 * Asks the extension about names, each once in the life of the page, gathered into few messages.
 * @param later runs what it is given once, a moment later: at the next frame.
 */
export function askedNames(
  resolved: ReadonlySignal<Readonly<Record<string, boolean>>>,
  post: (message: FromPage) => void,
  later: (run: () => void) => void,
): WorkspaceNames {
  const asked = new Set<string>();
  let waiting: string[] = [];
  const send = (): void => {
    for (let at = 0; at < waiting.length; at += mostNames)
      post({ kind: 'resolve', names: waiting.slice(at, at + mostNames) });
    waiting = [];
  };
  const ask = (name: string): void => {
    if (asked.has(name) || Object.hasOwn(resolved.peek(), name)) return;
    asked.add(name);
    if (waiting.push(name) === 1) later(send);
  };
  return { resolved, ask };
}
