import { createContext } from 'preact';
import type { FromPage } from '../shared/protocol.ts';

/** What any part of the page may do: tell the extension, and tell a person who listens instead of looking. */
export interface PageActions {
  readonly post: (message: FromPage) => void;
  readonly announce: (words: string) => void;
}

export const PageActions = createContext<PageActions>({ post: () => undefined, announce: () => undefined });
