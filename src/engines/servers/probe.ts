import type * as z from 'zod';
import { routeOf } from '../address.ts';
import type { Net, NetAnswer } from '../net.ts';
import { isOk, readRefusal, readReply, readText } from '../reply.ts';
import { isLoading } from './loading.ts';

export interface ServerAddress {
  readonly address: string;
  readonly net: Net;
}

const askRoute = ({ address, net }: ServerAddress, route: string, signal: AbortSignal): Promise<NetAnswer> =>
  net.ask({ method: 'GET', url: routeOf(address, route) }, signal);

/**
 * The reply of a route that only one kind of server has; undefined when this server does not have it. The reply is looked at
 * and not only its status: LM Studio answers unknown routes with 200. Throws the refusal that a missing key or a model that
 * still loads is: then it is not known yet what answers.
 */
export async function probe<T>(
  at: ServerAddress,
  route: string,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  const answer = await askRoute(at, route, signal);
  if (!isOk(answer)) {
    const refusal = await readRefusal(answer);
    if (isLoading(refusal) || answer.status === 401) throw refusal;
    return undefined;
  }
  const text = await readText(answer);
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined; // Another server's page at the same route: not this kind.
  }
}

/** The reply of a route the server has to have. Throws what readReply throws. */
export const readRoute = async <T>(
  at: ServerAddress,
  route: string,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<T> => readReply(await askRoute(at, route, signal), schema);
