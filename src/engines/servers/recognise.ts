import * as z from 'zod';
import { recogniseLlamaServer } from './llamaServer.ts';
import { recogniseLmStudio } from './lmStudio.ts';
import { recogniseByModels } from './openAiModels.ts';
import { probe, type ServerAddress } from './probe.ts';
import type { Server } from './server.ts';

const versionSchema = z.object({ version: z.string() });

/**
 * Finds out what answers: /api/version is Ollama, /props is llama-server, /api/v0/models is LM Studio, and anything else has
 * to list its models, by whose owner vLLM and SGLang are known.
 * Throws Failure "unreachable", a refusal (a missing key, a model that still loads) or "badReply".
 */
export async function recogniseServer(at: ServerAddress, signal: AbortSignal): Promise<Server> {
  if ((await probe(at, '/api/version', versionSchema, signal)) !== undefined) return { kind: 'ollama' };
  return (
    (await recogniseLlamaServer(at, signal)) ??
    (await recogniseLmStudio(at, signal)) ??
    (await recogniseByModels(at, signal))
  );
}
