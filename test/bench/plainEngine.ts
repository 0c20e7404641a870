/**
 * node-llama-cpp as its own documentation uses it, in a process of its own: what our engine is measured against.
 * fork('plainEngine.ts', [model, contextSize, threads]): each message is a prompt, each answer when its tokens came.
 */
import { getLlama, LlamaLogLevel } from 'node-llama-cpp';
import * as z from 'zod';

const requestSchema = z.object({ text: z.string(), maxTokens: z.number(), temperature: z.number(), topP: z.number() });

export type PlainRequest = z.infer<typeof requestSchema>;

const [modelPath = '', contextSize = '', threads = ''] = process.argv.slice(2);
const llama = await getLlama({
  gpu: 'auto',
  build: 'never',
  skipDownload: true,
  progressLogs: false,
  logLevel: LlamaLogLevel.error,
  maxThreads: Number(threads),
});
const model = await llama.loadModel({ modelPath, useMmap: false });
const context = await model.createContext({ contextSize: Number(contextSize), threads: Number(threads) });
const sequence = context.getSequence();

process.on('message', message => void answer(requestSchema.parse(message)));
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.send?.({ kind: 'ready' });

async function answer({ text, maxTokens, temperature, topP }: PlainRequest): Promise<void> {
  const bos = model.tokens.bos;
  const prompt = [...(bos === null ? [] : [bos]), ...model.tokenize(text, false)];
  const start = performance.now();
  const tokens: number[] = [];
  await sequence.clearHistory();
  const options = { temperature, topP, topK: 0, minP: 0 };
  for await (const _ of sequence.evaluate(prompt, options)) {
    tokens.push(performance.now() - start);
    if (tokens.length === maxTokens) break;
  }
  process.send?.({ kind: 'answer', promptTokens: prompt.length, tokens });
}
