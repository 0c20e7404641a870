import { tokensIn } from '../context/tokens.ts';
import type { Prompt } from '../shared/engine.ts';
import { sharedStart } from './sharedStart.ts';

/**
 * What one of the engine's caches holds, as far as it can be known from here: the engine reads only what comes after the
 * beginning that two prompts share.
 */
export class CacheContent {
  #held = '';

  /** The part of a prompt that the engine would have to read. */
  coldPartOf(prompt: Prompt): { readonly coldFrom: number; readonly coldTokens: number } {
    const text = textOf(prompt);
    const coldFrom = sharedStart(this.#held, text);
    return { coldFrom, coldTokens: tokensIn(text.slice(coldFrom)) };
  }

  /** The engine has read a share of the prompt's cold part. */
  read(prompt: Prompt, coldFrom: number, share: number): void {
    const text = textOf(prompt);
    this.#held = text.slice(0, coldFrom + Math.floor((text.length - coldFrom) * share));
  }

  /** The model wrote this after the prompt that was read last. */
  wrote(text: string): void {
    this.#held += text;
  }
}

const textOf = (prompt: Prompt): string => prompt.map(part => (typeof part === 'string' ? part : part.mark)).join('');
