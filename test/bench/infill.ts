/** llama-server's own route for completions in code, as an editor's plugin asks it, on the same model file as our engine. */
import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { classicHoleIn, pinFor } from '../../src/completion/pin.ts';
import { cutAt } from '../../src/context/window.ts';
import type { Budget } from '../../src/models/families.ts';
import { startLlamaServer } from '../fakes/realLlamaServer.ts';
import { findLlamaServer, type LlamaServer } from '../tasks/llamaServer.ts';
import type { AskAt } from './typing.ts';

/** Undefined where there is no llama-server. */
export async function withInfill<Result>(
  setting: { readonly model: string; readonly threads: number; readonly budget: Budget },
  measure: (ask: AskAt) => Promise<Result>,
): Promise<Result | undefined> {
  const found = findLlamaServer();
  if (found === undefined) return undefined;
  const { model, threads, budget } = setting;
  // It cuts what comes before the cursor to three quarters of a batch.
  const server = await startLlamaServer(atFullSpeed(found), { model, threads, contextLength: 2048, batchLength: 2048 });
  try {
    return await measure(askerOf(`http://127.0.0.1:${server.port}/infill`, budget));
  } finally {
    await server.kill();
  }
}

const answerSchema = z.object({
  tokens_evaluated: z.number(),
  timings: z.object({ prompt_n: z.number() }),
});

const askerOf =
  (url: string, budget: Budget): AskAt =>
  async (document, offset) => {
    const cut = cutAt(document, offset);
    const { prefix, suffix } = classicHoleIn(pinFor(undefined, cut, [], budget), cut);
    const question = {
      input_prefix: prefix,
      input_suffix: suffix,
      n_predict: 1,
      temperature: 0,
    };
    const start = performance.now();
    const body = JSON.stringify({ ...question, cache_prompt: true, id_slot: 0 });
    const answer = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    const { tokens_evaluated: promptTokens, timings } = answerSchema.parse(await answer.json());
    return { ms: performance.now() - start, promptTokens, evaluatedTokens: timings.prompt_n };
  };

/** The tests' own is told to compute as the oldest processors can; nearly all have had these instructions since 2013. */
function atFullSpeed(server: LlamaServer): LlamaServer {
  const backend = server.env['GGML_BACKEND_PATH']?.replace('cpu-x64', 'cpu-haswell');
  const isHaswell = existsSync('/proc/cpuinfo') && /\bavx2\b/.test(readFileSync('/proc/cpuinfo', 'utf8'));
  return isHaswell && backend !== undefined && existsSync(backend)
    ? { ...server, env: { ...server.env, GGML_BACKEND_PATH: backend } }
    : server;
}
