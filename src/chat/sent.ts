import type { Input, Sampling, Usage } from '../shared/engine.ts';

/** What a model was sent for a reply, the last time where it was asked more than once. */
export interface Sent {
  readonly input: Input;
  /** The model in words. */
  readonly label: string;
  readonly maxTokens: number;
  readonly sampling: Sampling;
  /** Told by the engine at the end. */
  readonly usage?: Usage;
}

/** The prompt for reading: marks as their text. A server's own template is not known here, so its turns stand under their roles. */
export const promptText = ({ prompt, turns }: Input): string =>
  prompt === undefined
    ? turns.map(({ role, text }) => `[${role}]\n${text}`).join('\n\n')
    : prompt.map(part => (typeof part === 'string' ? part : part.mark)).join('');
