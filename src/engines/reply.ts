import type { z } from 'zod';
import { badReply, Failure } from '../shared/failure.ts';
import type { NetAnswer } from './net.ts';
import { refusalOf } from './refusal.ts';

/** Bytes; the description of a model with thousands of tensors is about 1 MiB. */
const bodyLimit = 8 * 1024 * 1024;

/** A whole body as text. Throws Failure "badReply" when it is longer than 8 MiB, ends in the middle or takes too long. */
export async function readText(answer: NetAnswer): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const startedAt = performance.now();
  for await (const part of answer.bytes) {
    size += part.length;
    const { origin } = answer.url;
    if (size > bodyLimit) throw badReply(origin, 'tooLong', 'the answer is longer than 8 MiB');
    // Silence is seen at the door; this is for one that trickles.
    if (performance.now() - startedAt > answer.patience) {
      throw badReply(origin, 'silent', `the answer was not whole within ${answer.patience / 1000} s`);
    }
    parts.push(part);
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}

export const isOk = ({ status }: NetAnswer): boolean => status >= 200 && status <= 299;

/** The failure that an answer other than 2xx stands for. */
export const readRefusal = async (answer: NetAnswer): Promise<Failure> =>
  refusalOf(answer.url.origin, answer.status, await wordsOf(answer), answer.retryAfter);

/** The status says enough where the body that explains it is damaged. */
async function wordsOf(answer: NetAnswer): Promise<string> {
  try {
    return await readText(answer);
  } catch (error) {
    if (error instanceof Failure && error.kind === 'badReply') return '';
    throw error;
  }
}

/** A 2xx body as JSON of the given shape. Throws Failure "badReply" for another shape, and what readRefusal gives for another status. */
export async function readReply<T>(answer: NetAnswer, schema: z.ZodType<T>): Promise<T> {
  if (!isOk(answer)) throw await readRefusal(answer);
  return shaped(await readText(answer), schema, answer.url.origin);
}

function shaped<T>(text: string, schema: z.ZodType<T>, address: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw badReply(address, 'notUnderstood', 'the answer has another form than expected', cause);
  }
}
