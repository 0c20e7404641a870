import * as z from 'zod';
import type { Piece, Usage } from '../shared/engine.ts';
import { badReply, type Failure } from '../shared/failure.ts';
import { parseJson, readEvents } from './lines.ts';
import { refusalOf } from './refusal.ts';

// Older vLLMs have no "error" around what they say of one ("object": "error").
const errorShape = { error: z.unknown().optional(), object: z.string().nullish() };
const nativeSchema = z.object({
  ...errorShape,
  content: z.string().default(''),
  stop: z.boolean().default(false),
  stop_type: z.string().optional(),
  tokens_predicted: z.number().default(0),
  tokens_evaluated: z.number().default(0),
  timings: z.object({ prompt_n: z.number().optional() }).optional(),
  prompt_progress: z.object({ total: z.number(), processed: z.number() }).optional(),
});

/**
 * The stream of llama-server's own /completion as pieces. It ends with an event that says "stop"; there is no "[DONE]".
 * Throws Failure "serverRefused" or "contextOverflow" for an error after HTTP 200, "badReply" for anything damaged or cut off.
 */
export async function* readNative(bytes: AsyncIterable<Uint8Array>, address: string): AsyncGenerator<Piece> {
  let told = 0;
  for await (const data of readEvents(bytes, address)) {
    const event = parsed(nativeSchema, data, address);
    if (event.prompt_progress !== undefined) yield reading(event.prompt_progress);
    if (event.content !== '') {
      // `tokens` names the last one alone, also where a character took several.
      yield { kind: 'text', text: event.content, tokens: Math.max(1, event.tokens_predicted - told) };
      told = event.tokens_predicted;
    }
    if (event.stop) {
      const usage = {
        promptTokens: event.tokens_evaluated,
        evaluatedTokens: event.timings?.prompt_n,
        generatedTokens: event.tokens_predicted,
      };
      yield { kind: 'end', reason: event.stop_type === 'limit' ? 'length' : 'stop', usage };
      return;
    }
  }
  throw cutOff(address);
}

// vLLM, Ollama and newer servers say "reasoning", llama-server, SGLang and older vLLM "reasoning_content". The text of a first
// delta can be null.
const wordsSchema = z.object({
  text: z.string().nullish(),
  content: z.string().nullish(),
  reasoning: z.string().nullish(),
  reasoning_content: z.string().nullish(),
  tool_calls: z.array(z.unknown()).nullish(),
});
const chunkSchema = z.object({
  ...errorShape,
  choices: z
    .array(wordsSchema.extend({ delta: wordsSchema.optional(), finish_reason: z.string().nullish() }))
    .default([]),
  usage: z
    .object({
      prompt_tokens: z.number().default(0),
      completion_tokens: z.number().default(0),
      prompt_tokens_details: z.object({ cached_tokens: z.number().nullish() }).nullish(),
    })
    .nullish(),
  prompt_progress: z.object({ total: z.number(), processed: z.number() }).optional(),
});

type Chunk = z.infer<typeof chunkSchema>;

/** Why vLLM and SGLang end a reply that is not whole: someone told them to, or it failed. */
const brokenOff: ReadonlySet<string | undefined> = new Set(['abort', 'error']);

/**
 * The stream of /v1/completions or /v1/chat/completions as pieces. Usage may come with the last choice or after it with none.
 * Text after a server's own reasoning is an answer; without it, text is as the model wrote it. Where a server tells no usage,
 * prompt tokens are 0 and generated ones are counted by chunk.
 * Throws as readNative does, and "badReply" for a reply that only calls tools: Deepwell offers none.
 */
export async function* readChunks(bytes: AsyncIterable<Uint8Array>, address: string): AsyncGenerator<Piece> {
  let separates = false;
  let generated = 0;
  let finished: string | undefined;
  let usage: Usage | undefined;
  let isDone = false;
  let callsTools = false;
  for await (const data of readEvents(bytes, address)) {
    isDone = data === '[DONE]';
    if (isDone) break;
    const chunk = parsed(chunkSchema, data, address);
    if (chunk.prompt_progress !== undefined) yield reading(chunk.prompt_progress);
    usage = usageOf(chunk) ?? usage;
    const choice = chunk.choices[0];
    if (choice === undefined) continue;
    finished = choice.finish_reason ?? finished;
    const words = choice.delta ?? choice;
    callsTools ||= (words.tool_calls ?? []).length > 0;
    const thought = words.reasoning_content ?? words.reasoning ?? '';
    const text = words.content ?? words.text ?? '';
    if (thought !== '') {
      separates = true;
      generated += 1;
      yield { kind: 'thought', text: thought, tokens: 1 };
    }
    if (text !== '') {
      generated += 1;
      yield { kind: separates ? 'answer' : 'text', text, tokens: 1 };
    }
  }
  if ((!isDone && finished === undefined) || brokenOff.has(finished)) throw cutOff(address);
  if (callsTools && generated === 0) throw badReply(address, 'toolsOnly', 'it only calls a tool');
  const counted = { promptTokens: 0, evaluatedTokens: undefined, generatedTokens: generated };
  yield { kind: 'end', reason: finished === 'length' ? 'length' : 'stop', usage: usage ?? counted };
}

function usageOf({ usage }: Chunk): Usage | undefined {
  if (!usage) return undefined;
  const cached = usage.prompt_tokens_details?.cached_tokens;
  return {
    promptTokens: usage.prompt_tokens,
    evaluatedTokens: typeof cached === 'number' ? usage.prompt_tokens - cached : undefined,
    generatedTokens: usage.completion_tokens,
  };
}

const reading = ({ total, processed }: { readonly total: number; readonly processed: number }): Piece =>
  total > 0 ? { kind: 'waiting', stage: 'reading', done: processed / total } : { kind: 'waiting', stage: 'reading' };

function parsed<T extends { readonly error?: unknown; readonly object?: string | null | undefined }>(
  schema: z.ZodType<T>,
  data: string,
  address: string,
): T {
  const result = schema.safeParse(parseJson(data, address));
  if (!result.success) throw badReply(address, 'notUnderstood', 'an event has another form', result.error);
  const { error, object } = result.data;
  if (object === 'error') throw refusalOf(address, 200, data);
  if (error !== undefined && error !== null) throw refusalOf(address, 200, JSON.stringify({ error }));
  return result.data;
}

const cutOff = (address: string): Failure => badReply(address, 'endedEarly', 'it ended in the middle');
