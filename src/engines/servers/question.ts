import type { GenerateRequest, Piece, Purpose } from '../../shared/engine.ts';
import { readChunks, readNative } from '../completionStream.ts';
import type { Suited } from '../modelChoice.ts';
import { rawPrompt } from '../rawPrompt.ts';
import type { MaxTokens } from './room.ts';
import type { AskedKind, AskedServer } from './server.ts';

/** A request as a server takes it, and how its answer is read. */
export interface Question {
  readonly route: string;
  readonly body: object;
  readonly read: (bytes: AsyncIterable<Uint8Array>, address: string) => AsyncGenerator<Piece>;
}

/**
 * What some servers need with a prompt of ours, beyond OpenAI's fields.
 *
 * vLLM and SGLang leave special tokens out of the text by default, and stop texts are looked for in the text: after a leaked
 * mark the model would go on, and what it says then would be glued to the answer. So marks are asked for; both leave out the
 * token that ended the reply ("include_stop_str_in_output" and "no_stop_trim" are false by default), so none is added.
 * <think> is no special token for DeepSeek's tokenizers and comes through in any case. vLLM's slow tokenizers put a space
 * beside each mark unless told otherwise. "stop_token_ids" would need the ids of a vocabulary we do not have.
 * Both add the begin-of-sentence token to a text prompt by themselves ("add_special_tokens" is true in vLLM; SGLang calls the
 * tokenizer with its default), as llama-server does.
 *
 * LM Studio punishes repetition by default, as Ollama does; code repeats itself.
 */
const besideOurPrompt: Readonly<Partial<Record<AskedKind, object>>> = {
  vllm: { skip_special_tokens: false, spaces_between_special_tokens: false },
  sglang: { skip_special_tokens: false },
  lmStudio: { repeat_penalty: 1 },
};

/** How to ask: a prompt of ours as it is, turns through the template that came with the model. Always as a stream. */
export function questionFor(
  server: AskedServer,
  request: GenerateRequest,
  model: Suited,
  maxTokens: MaxTokens,
): Question {
  const sampling = { stream: true, temperature: request.sampling.temperature, top_p: request.sampling.topP };
  const openAi = { ...sampling, model: model.id, max_tokens: maxTokens, stream_options: { include_usage: true } };
  const own = server.kind === 'llamaServer' ? llamaServerFields(request.purpose, server) : {};
  if (request.turns !== undefined) {
    // A template becomes one string as well, whose marks are then read wherever they stand.
    const messages = request.turns.map(({ role, text }) => ({ role, content: rawPrompt([text]) }));
    return { route: '/v1/chat/completions', body: { ...openAi, messages, ...own }, read: readChunks };
  }
  const text = { prompt: rawPrompt(request.prompt), stop: model.family.endMarks };
  return server.kind === 'llamaServer'
    ? { route: '/completion', body: { ...sampling, ...text, n_predict: maxTokens, ...own }, read: readNative }
    : { route: '/v1/completions', body: { ...openAi, ...text, ...besideOurPrompt[server.kind] }, read: readChunks };
}

/**
 * Each purpose keeps its own slot, so that a chat does not push the completion's prompt out of the cache. On a server that
 * others use as well all of them would crowd into the same slots: it finds the one whose prompt is most alike by itself.
 */
const llamaServerFields = (
  purpose: Purpose,
  { slots, isOwn }: Extract<AskedServer, { readonly kind: 'llamaServer' }>,
): object => ({
  cache_prompt: true,
  return_progress: true,
  ...(isOwn && slots >= 2 && { id_slot: purpose === 'completion' ? 0 : 1 }),
});
