import { routeOf } from '../address.ts';
import { loadLimit, post } from '../post.ts';
import { isOk, readRefusal, readText } from '../reply.ts';
import type { ServerAddress } from './probe.ts';
import type { AskedKind } from './server.ts';

interface MemoryRoute {
  readonly route: string;
  readonly body: (model: string) => object;
}

interface MemoryRoutes {
  readonly load: MemoryRoute;
  readonly unload: MemoryRoute;
}

const ofModel = (model: string): object => ({ model });

/**
 * Servers that keep models on disk and bring one into memory when told. LM Studio's routes are of its REST API v1 (0.4 and
 * newer); older ones load on the first request and forget by their own clock. The others hold their one model for as long
 * as they run.
 */
const memoryRoutes: Readonly<Partial<Record<AskedKind, MemoryRoutes>>> = {
  llamaRouter: {
    load: { route: '/models/load', body: ofModel },
    unload: { route: '/models/unload', body: ofModel },
  },
  lmStudio: {
    load: { route: '/api/v1/models/load', body: ofModel },
    unload: { route: '/api/v1/models/unload', body: model => ({ instance_id: model }) },
  },
};

/** Moves a model into or out of the server's memory. False where this server cannot. Throws the server's refusal. */
export async function moveModel(
  kind: AskedKind,
  step: keyof MemoryRoutes,
  model: string,
  { address, net }: ServerAddress,
  signal: AbortSignal,
): Promise<boolean> {
  const routes = memoryRoutes[kind];
  if (routes === undefined) return false;
  const { route, body } = routes[step];
  const answer = await net.ask(post(routeOf(address, route), body(model), { firstByte: loadLimit }), signal);
  if (answer.status === 404) return false;
  if (!isOk(answer)) throw await readRefusal(answer);
  // LM Studio says 200 also to routes it does not have; its error is the only thing that tells.
  return !/^\s*\{\s*"error"/.test(await readText(answer));
}
