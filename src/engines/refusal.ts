import * as z from 'zod';
import { Failure, type FailureFacts, type FailureKind } from '../shared/failure.ts';

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
 * What a server's refusal means: "contextOverflow" with the exact numbers where it tells them, otherwise what its status says,
 * with the server's own words. A page of HTML (a proxy, a wrong port) is not shown. `retryAfter` is in seconds.
 */
export function refusalOf(address: string, status: number, body: string, retryAfter?: number): Failure {
  const detail = detailOf(body);
  const message = detail.message ?? '';
  const overflow = overflowOf(detail, message);
  if (overflow !== undefined) return new Failure('contextOverflow', { address, ...overflow });
  const words = trimmed(message) || 'it gave no reason';
  return new Failure(kindOf(status), {
    address,
    status,
    message: words,
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

function kindOf(status: number): FailureKind {
  switch (status) {
    case 401:
    case 403:
      return 'keyRefused';
    case 404:
    case 405:
      return 'notFound';
    case 429:
    case 503:
      return 'serverBusy';
    default:
      return 'serverRefused';
  }
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

// The words of LM Studio ("n_keep: 13055>= n_ctx: 4096" of llama.cpp, "Trying to keep the first 9 tokens … context length of
// only 8"), SGLang ("The input (9 tokens) is longer than the model's context length (8 tokens)", "context length of 8 tokens …
// 5 tokens from the input messages") and vLLM, which has changed its own several times.
const contextWords = [
  /maximum context length (?:is|of) (\d+)/i,
  /context length \((\d+) tokens\)/i,
  /context length of only (\d+)/i,
  /maximum model length of (\d+)/i,
  /n_ctx: (\d+)/i,
];
// Newer vLLMs count no further than their limit: "at least 4097 input tokens" is no number of a prompt.
const promptWords = [
  /(\d+) in the (?:messages|prompt)/i,
  /(?:contains|has) (\d+) input tokens/i,
  /(\d+) tokens from the input messages/i,
  /input \((\d+) tokens\)/i,
  /keep the first (\d+) tokens/i,
  /prompt \(length (\d+)\)/i,
  /n_keep: (\d+)/i,
];

/** Numbers of a prompt that is too long, from fields (llama.cpp) or from words; undefined for other errors. */
function overflowOf({ n_prompt_tokens: prompt, n_ctx: context }: Detail, message: string): FailureFacts | undefined {
  if (prompt !== undefined && context !== undefined) return { promptTokens: prompt, contextLength: context };
  const limit = numberIn(message, contextWords);
  if (limit !== undefined) {
    const asked = numberIn(message, promptWords);
    return { contextLength: limit, ...(asked !== undefined && { promptTokens: asked }) };
  }
  return /prompt is longer than the context length/i.test(message) ? {} : undefined;
}

function numberIn(message: string, words: readonly RegExp[]): number | undefined {
  const found = words.map(word => word.exec(message)?.[1]).find(number => number !== undefined);
  return found === undefined ? undefined : Number(found);
}
