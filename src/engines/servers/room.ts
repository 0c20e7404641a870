import { Failure } from '../../shared/failure.ts';
import type { AskedKind } from './server.ts';

/** Tokens a reply may have; null leaves it to the server, which writes until the context is full. */
export type MaxTokens = number | null;

/** vLLM takes null for "max_tokens" and then gives what room there is; SGLang refuses null, and other servers' meaning varies. */
const givesRoom: Readonly<Partial<Record<AskedKind, true>>> = { vllm: true };

/**
 * What to ask for at first. vLLM and SGLang refuse a request whose prompt fits but whose longest reply would not; a reply
 * longer than the whole context is known to be refused. `contextLength` is undefined where the server does not tell.
 */
export const tokensAtFirst = (kind: AskedKind, maxTokens: number, contextLength: number | undefined): MaxTokens =>
  givesRoom[kind] === true && contextLength !== undefined && maxTokens >= contextLength ? null : maxTokens;

/**
 * What to ask for after a refusal, out of the server's own numbers: always less than what was refused, so asking ends.
 * Undefined when the prompt itself does not fit, and for other failures.
 */
export function tokensLeft(kind: AskedKind, asked: MaxTokens, refusal: unknown): MaxTokens | undefined {
  if (!(refusal instanceof Failure) || refusal.kind !== 'contextOverflow' || asked === null) return undefined;
  // No number is needed: there is less room than was asked for, so what vLLM gives is less as well.
  if (givesRoom[kind] === true) return null;
  const { promptTokens, contextLength } = refusal.facts;
  if (typeof promptTokens !== 'number' || typeof contextLength !== 'number') return undefined;
  // SGLang also refuses a sum that only equals its length (tokenizer_manager.py, _validate_one_request).
  const room = contextLength - promptTokens - 1;
  return room > 0 && room < asked ? room : undefined;
}
