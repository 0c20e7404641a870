import type { ToPage } from '../shared/protocol.ts';

const kinds: ReadonlySet<unknown> = new Set<ToPage['kind']>([
  'view',
  'turn',
  'grow',
  'focus',
  'draft',
  'suggestions',
  'resolved',
]);

/** Whether a message is one of the extension's. Only it can post to this page; VS Code's own messages are left alone. */
export const isToPage = (data: unknown): data is ToPage =>
  typeof data === 'object' && data !== null && 'kind' in data && kinds.has(data.kind);
