/** Reads a prompt that may be asked later, step by step in idle time, so that its completion finds it in the cache. */
import type { Prompt } from '../../shared/engine.ts';
import { type Device, promptTokens, type Sequence, shortBatchLength } from './generation.ts';
import type { EmbeddedPiece } from './wire.ts';

/** Throws as promptTokens does, and the signal's reason. Aborting leaves the work done in the cache. */
export async function* readAhead<Token>(
  device: Device<Token>,
  prompt: Prompt,
  signal: AbortSignal,
): AsyncGenerator<EmbeddedPiece, void> {
  const tokens = promptTokens(device, prompt);
  // The last token is evaluated by the first step of a reply, whose scores it gives.
  const wanted = tokens.slice(0, -1);
  let evaluatedTokens = 0;
  let cached: number | undefined;
  for (let read = 0; read < wanted.length;) {
    const step = await device.whenIdle(() => readOn(device.sequence, wanted), signal);
    evaluatedTokens += step.evaluated;
    read = step.read;
    cached ??= read - step.evaluated;
    yield { kind: 'waiting', stage: 'reading', done: (read - cached) / Math.max(1, wanted.length - cached) };
  }
  yield {
    kind: 'end',
    reason: 'length',
    usage: { promptTokens: tokens.length, evaluatedTokens, generatedTokens: 0 },
  };
}

/** Others may have used the sequence since the step before. What it holds beyond the tokens, such as a reply, stays. */
async function readOn<Token>(
  sequence: Sequence<Token>,
  wanted: Token[],
): Promise<{ readonly evaluated: number; readonly read: number }> {
  const start = sequence.compareContextTokens(wanted).firstDifferentIndex;
  const chunk = wanted.slice(start, start + shortBatchLength);
  if (chunk.length > 0) {
    await sequence.adaptStateToTokens(wanted, false);
    await sequence.evaluateWithoutGeneratingNewTokens(chunk);
  }
  return { evaluated: chunk.length, read: start + chunk.length };
}
