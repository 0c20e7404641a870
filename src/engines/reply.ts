import type { z } from 'zod';
import { Failure } from '../shared/failure.ts';
import type { NetAnswer } from './net.ts';
import { refusalOf } from './refusal.ts';

/** Bytes; the description of a model with thousands of tensors is about 1 MiB. */
const bodyLimit = 8 * 1024 * 1024;

/** A whole body as text. Throws Failure "badReply" when it is longer than 8 MiB or ends in the middle. */
export async function readText(answer: NetAnswer): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.bytes) {
    size += part.length;
    if (size > bodyLimit) {
      throw new Failure('badReply', { address: answer.url.origin, message: 'the answer is longer than 8 MiB' });
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

export const isOk = ({ status }: NetAnswer): boolean => status >= 200 && status <= 299;

/** The failure that an answer other than 2xx stands for. */
export const readRefusal = async (answer: NetAnswer): Promise<Failure> =>
  refusalOf(answer.url.origin, answer.status, await readText(answer));

/** A 2xx body as JSON of the given shape. Throws Failure "badReply" for another shape, and what readRefusal gives for another status. */
export async function readReply<T>(answer: NetAnswer, schema: z.ZodType<T>): Promise<T> {
  if (!isOk(answer)) throw await readRefusal(answer);
  return shaped(await readText(answer), schema, answer.url.origin);
}

function shaped<T>(text: string, schema: z.ZodType<T>, address: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new Failure('badReply', { address, message: 'the answer has another form than expected' }, cause);
  }
}
