/** The evaluation loop: reads a prompt and writes a reply on a sequence of the engine, stoppable at each step. */
import { batchLength } from '../../models/fit.ts';
import type { GenerateRequest, Prompt } from '../../shared/engine.ts';
import { Failure } from '../../shared/failure.ts';
import { ReplyText } from './replyText.ts';
import type { Vocabulary } from './vocabulary.ts';
import type { EmbeddedPiece } from './wire.ts';

/** What we need of an engine's sequence; node-llama-cpp's LlamaContextSequence is one. */
export interface Sequence<Token> {
  /** Tokens evaluated so far. */
  readonly nextTokenIndex: number;
  compareContextTokens(tokens: Token[]): { readonly firstDifferentIndex: number };
  /** Forgets what was evaluated after the common beginning. */
  adaptStateToTokens(tokens: Token[], allowShift: boolean): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: Token[]): Promise<void>;
  /** Ends at the model's end token. Leaving the iteration stops the work. */
  evaluate(
    tokens: Token[],
    options: { temperature: number; topP: number; topK: number; minP: number; seed: number },
  ): AsyncIterable<Token>;
}

export interface Device<Token> {
  readonly sequence: Sequence<Token>;
  readonly vocabulary: Vocabulary<Token>;
  /** Tokens the sequence can hold, prompt and reply together. */
  readonly contextLength: number;
  /** Awaited before each step of work, so that others can go first. */
  readonly mayStep: () => Promise<void>;
  /** Does a step of reading ahead once nobody else works. */
  readonly whenIdle: <Result>(step: () => Promise<Result>, signal: AbortSignal) => Promise<Result>;
  /** Others may want to go first at any moment: steps are kept short. */
  readonly isInterrupted: () => boolean;
}

/** This engine knows no templates: it only reads prompts of ours. */
export type PromptRequest = Pick<GenerateRequest, 'maxTokens' | 'sampling'> & { readonly prompt: Prompt };

/**
 * Prompt tokens evaluated at once while completions are being asked for: one that comes in the middle of a step shares the
 * processor with it. Where both take all cores, its first token took 6.6 times as long as alone beside steps of 128, and 3.2
 * times beside these. The R1-1.5B model reads 14 % slower so; steps of 8 would cost a third. Reading ahead takes the same
 * steps, because a completion that comes waits for the one at work.
 */
export const shortBatchLength = 16;

/** Throws Failure contextOverflow and wrongModel. */
export function promptTokens<Token>({ vocabulary, contextLength }: Device<Token>, prompt: Prompt): Token[] {
  const tokens = vocabulary.promptTokens(prompt);
  if (tokens.length >= contextLength)
    throw new Failure('contextOverflow', { promptTokens: tokens.length, contextLength });
  return tokens;
}

/**
 * For at least one token: what asks for none is read ahead. Throws as promptTokens does, and the signal's reason. Aborting
 * leaves the work done in the cache.
 */
export async function* generation<Token>(
  device: Device<Token>,
  request: PromptRequest,
  signal: AbortSignal,
): AsyncGenerator<EmbeddedPiece, void> {
  const tokens = promptTokens(device, request.prompt);
  // The last generated token is not evaluated, so the reply may have as many tokens as are left.
  const maxTokens = Math.min(request.maxTokens, device.contextLength - tokens.length);
  const cachedTokens = yield* readPrompt(device, tokens, signal);
  const lastTokens = tokens.slice(device.sequence.nextTokenIndex);
  const reply = yield* writeReply(device, lastTokens, request, maxTokens, signal);
  yield {
    kind: 'end',
    reason: reply.reason,
    usage: {
      promptTokens: tokens.length,
      evaluatedTokens: tokens.length - cachedTokens,
      generatedTokens: reply.generatedTokens,
    },
  };
}

/**
 * Leaves the last chunk to the first step of the reply, so that after a key the prompt is read and the first token written in
 * one step. Returns how many of the tokens were in the cache.
 */
async function* readPrompt<Token>(
  { sequence, mayStep, isInterrupted }: Device<Token>,
  tokens: Token[],
  signal: AbortSignal,
): AsyncGenerator<EmbeddedPiece, number> {
  await mayStep();
  signal.throwIfAborted();
  await sequence.adaptStateToTokens(tokens.slice(0, -1), false);
  const cached = sequence.nextTokenIndex;
  const length = () => (isInterrupted() ? shortBatchLength : batchLength);
  while (tokens.length - sequence.nextTokenIndex > length()) {
    yield { kind: 'waiting', stage: 'reading', done: (sequence.nextTokenIndex - cached) / (tokens.length - cached) };
    await mayStep();
    signal.throwIfAborted();
    const start = sequence.nextTokenIndex;
    await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(start, start + length()));
  }
  return cached;
}

async function* writeReply<Token>(
  { sequence, vocabulary, mayStep }: Device<Token>,
  lastTokens: Token[],
  { sampling }: PromptRequest,
  maxTokens: number,
  signal: AbortSignal,
): AsyncGenerator<EmbeddedPiece, { readonly reason: 'stop' | 'length'; readonly generatedTokens: number }> {
  // DeepSeek's sampling is temperature and top-p alone: the engine's own limit of 40 candidates is off. A seed of its own
  // for each reply: the engine's is the second of the clock.
  const options = { ...sampling, topK: 0, minP: 0, seed: Math.floor(Math.random() * 2 ** 31) };
  const reply = new ReplyText(vocabulary);
  let generatedTokens = 0;
  await mayStep();
  signal.throwIfAborted();
  for await (const token of sequence.evaluate(lastTokens, options)) {
    signal.throwIfAborted();
    generatedTokens++;
    const spoken = reply.add(token);
    if (spoken !== undefined) yield { kind: 'text', ...spoken };
    if (generatedTokens === maxTokens) break;
    await mayStep();
    signal.throwIfAborted();
  }
  signal.throwIfAborted();
  const rest = reply.flush();
  if (rest !== undefined) yield { kind: 'text', ...rest };
  return { reason: generatedTokens === maxTokens ? 'length' : 'stop', generatedTokens };
}
