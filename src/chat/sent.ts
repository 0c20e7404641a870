import type { Input, Sampling, Usage } from '../shared/engine.ts';

/** What was last sent for a reply, exactly. */
export interface Sent {
  readonly input: Input;
  /** The model in words. */
  readonly label: string;
  readonly maxTokens: number;
  readonly sampling: Sampling;
  /** Known when the request came to its end. */
  readonly usage?: Usage;
}

/** What a model read, for reading: marks as their text, turns under the names of their roles. */
export const promptText = ({ prompt, turns }: Input): string =>
  prompt === undefined
    ? turns.map(({ role, text }) => `${role}:\n${text}`).join('\n\n')
    : prompt.map(part => (typeof part === 'string' ? part : part.mark)).join('');
