import * as z from 'zod';
import { Failure, type FailureFacts } from '../shared/failure.ts';

// Error bodies as Ollama ({"error":"…"}), llama-server ({"error":{…}}), vLLM ({"object":"error","message":"…"}) and
// FastAPI servers ({"detail":"…"}) write them.
const detailSchema = z.object({
  message: z.string().optional(),
  n_prompt_tokens: z.number().optional(),
  n_ctx: z.number().optional(),
});
const bodySchema = detailSchema.extend({
  error: z.union([z.string(), detailSchema]).optional(),
  detail: z.string().optional(),
});

type Detail = z.infer<typeof detailSchema>;

/** Characters of a server's own words that are shown. */
const shown = 200;

/**
 * What a server's refusal means: "contextOverflow" with the exact numbers where it tells them, otherwise "serverRefused" with
 * its own words. A page of HTML (a proxy, a wrong port) is not shown.
 */
export function refusalOf(address: string, status: number, body: string): Failure {
  const detail = detailOf(body);
  const message = detail.message ?? '';
  const overflow = overflowOf(detail, message);
  if (overflow !== undefined) return new Failure('contextOverflow', { address, ...overflow });
  return new Failure('serverRefused', { address, status, message: trimmed(message) || 'it gave no reason' });
}

const trimmed = (text: string): string => (text.length > shown ? `${text.slice(0, shown - 1)}…` : text);

function detailOf(body: string): Detail {
  const parsed = bodySchema.safeParse(jsonOf(body));
  if (!parsed.success) return { message: /^\s*</.test(body) ? '' : body.trim() };
  const { error, detail, ...rest } = parsed.data;
  // Ollama wraps the runner's own error body as JSON inside the string.
  if (typeof error === 'string') return error.trimStart().startsWith('{') ? detailOf(error) : { message: error };
  return error ?? { ...rest, message: rest.message ?? detail };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Plain text: its words are the message.
  }
}

/** Numbers of a prompt that is too long, from fields (llama.cpp) or from words (vLLM, older Ollama); undefined for other errors. */
function overflowOf({ n_prompt_tokens: prompt, n_ctx: context }: Detail, message: string): FailureFacts | undefined {
  if (prompt !== undefined && context !== undefined) return { promptTokens: prompt, contextLength: context };
  const limit = /maximum context length (?:is|of) (\d+)/i.exec(message)?.[1];
  if (limit !== undefined) {
    const asked = /(\d+) (?:in the (?:messages|prompt)|input tokens)/i.exec(message)?.[1];
    return { contextLength: Number(limit), ...(asked === undefined ? {} : { promptTokens: Number(asked) }) };
  }
  return /prompt is longer than the context length/i.test(message) ? {} : undefined;
}
