import * as z from 'zod';
import type { Piece } from '../../shared/engine.ts';
import { badReply, Failure } from '../../shared/failure.ts';
import { readJsonLines } from '../lines.ts';
import { isRemote } from './cloud.ts';
import { refusalOf } from '../refusal.ts';

// /api/generate writes "response", /api/chat a message with "content".
const lineSchema = z.object({
  response: z.string().default(''),
  thinking: z.string().default(''),
  message: z.object({ content: z.string().default(''), thinking: z.string().default('') }).optional(),
  done: z.boolean().default(false),
  done_reason: z.string().optional(),
  prompt_eval_count: z.number().default(0),
  eval_count: z.number().default(0),
  error: z.string().optional(),
  remote_host: z.string().optional(),
  remote_model: z.string().optional(),
});

/**
 * The stream of /api/generate or /api/chat as pieces. Each line is one token, now and then two. Text that follows a server's own
 * "thinking" is an answer; without it, text is as the model wrote it, tags included.
 * Throws Failure "serverRefused" for an error that comes after HTTP 200, "modelInCloud" when a line says where it really
 * comes from, "badReply" for anything damaged and for an end without the line that says "done".
 */
export async function* readGenerated(bytes: AsyncIterable<Uint8Array>, address: string): AsyncGenerator<Piece> {
  let separates = false;
  for await (const value of readJsonLines(bytes, address)) {
    const parsed = lineSchema.safeParse(value);
    if (!parsed.success) throw badReply(address, 'notUnderstood', 'a line has another form', parsed.error);
    const line = parsed.data;
    if (line.error !== undefined) throw refusalOf(address, 200, JSON.stringify({ error: line.error }));
    if (isRemote(line)) throw new Failure('modelInCloud', { model: line.remote_model ?? 'The model' });
    const { content: text, thinking } = line.message ?? { content: line.response, thinking: line.thinking };
    if (thinking !== '') {
      separates = true;
      yield { kind: 'thought', text: thinking, tokens: 1 };
    }
    if (text !== '') yield { kind: separates ? 'answer' : 'text', text, tokens: 1 };
    if (line.done) {
      const usage = {
        promptTokens: line.prompt_eval_count,
        evaluatedTokens: undefined,
        generatedTokens: line.eval_count,
      };
      yield { kind: 'end', reason: line.done_reason === 'length' ? 'length' : 'stop', usage };
      return;
    }
  }
  throw badReply(address, 'endedEarly', 'it ended in the middle');
}
