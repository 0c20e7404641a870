import type { ReadonlySignal } from '@preact/signals';
import { createContext } from 'preact';
import type { FromPage } from '../shared/protocol.ts';

/** What any part of the page may do: tell the extension, and tell a person who listens instead of looking. */
export interface PageActions {
  readonly post: (message: FromPage) => void;
  readonly announce: (words: string) => void;
}

export const PageActions = createContext<PageActions>({ post: () => undefined, announce: () => undefined });

/** Names of files and symbols that texts mention. */
export interface WorkspaceNames {
  /** Which of them exist in the workspace; those without an answer yet are absent. */
  readonly resolved: ReadonlySignal<Readonly<Record<string, boolean>>>;
  /** Asks whether a name exists, once. */
  readonly ask: (name: string) => void;
}

/** Without a provider no name becomes a link. */
export const WorkspaceNames = createContext<WorkspaceNames | undefined>(undefined);
