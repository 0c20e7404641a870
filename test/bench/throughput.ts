/** Tokens a second of our engine, with its process and its messages, against node-llama-cpp by itself. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { EmbeddedEngine } from '../../src/engines/embedded/parent.ts';
import type { Purpose } from '../../src/shared/engine.ts';
import { modelOf, timed, withEngine } from './benchEngine.ts';
import { type Figure, median, ratio } from './figures.ts';
import type { PlainRequest } from './plainEngine.ts';
import { randomModel } from './randomModel.ts';
import { typedFile } from './typedFile.ts';

const rounds = 7;
const generatedTokens = 64;
const threads = Math.max(1, availableParallelism() - 1);

/** The families' own. */
const setUps = {
  completion: { label: '1.3B Q4_0', contextLength: 2048, temperature: 0, topP: 1 },
  chat: { label: 'R1-1.5B Q4_K_M', contextLength: 8192, temperature: 0.6, topP: 0.95 },
};

export const throughputFigures = async (): Promise<Figure[]> => [
  ...(await compare('completion')),
  ...(await compare('chat')),
];

/** Tokens a second. */
interface Speed {
  readonly prompt: number;
  readonly generation: number;
}

interface Round {
  readonly ours: Speed;
  readonly theirs: Speed;
}

/** node-llama-cpp by itself, in its process. */
interface Plain {
  readonly speed: (request: PlainRequest) => Promise<Speed>;
  readonly end: () => void;
}

async function compare(purpose: Purpose): Promise<Figure[]> {
  const { label, contextLength } = setUps[purpose];
  const plain = await startPlain(await randomModel(modelOf[purpose]), contextLength);
  try {
    return await withEngine([purpose], async ({ engine }) => figures(label, await alternate(engine, plain, purpose)), {
      threads,
    });
  } finally {
    plain.end();
  }
}

async function alternate(engine: EmbeddedEngine, plain: Plain, purpose: Purpose): Promise<Round[]> {
  const { temperature, topP } = setUps[purpose];
  const both: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    // Begins differently each time: nothing of it is in the cache.
    const text = `${round} ${typedFile.slice(0, 2000)}`;
    const request = { text, maxTokens: generatedTokens, temperature, topP };
    // Who goes first changes: the machine may be busier in one half of a round than in the other.
    const early = round % 2 === 0 ? undefined : await plain.speed(request);
    const ours = await ourSpeed(engine, purpose, request);
    both.push({ ours, theirs: early ?? (await plain.speed(request)) });
  }
  return both;
}

const figures = (label: string, both: readonly Round[]): Figure[] =>
  (['prompt', 'generation'] as const).flatMap(part => {
    const ours = both.map(round => round.ours[part]);
    const theirs = both.map(round => round.theirs[part]);
    return [
      { what: `${label}: ${part}, median`, value: median(ours), unit: 'tokens/s' },
      { what: `${label}: ${part}, node-llama-cpp by itself, median`, value: median(theirs), unit: 'tokens/s' },
      // Others on the machine only ever slow a run down: the fastest runs compare the two engines.
      {
        what: `${label}: ${part}, our fastest of its fastest`,
        value: Math.max(...ours) / Math.max(...theirs),
        unit: ratio,
        least: 0.95,
      },
    ];
  });

async function ourSpeed(engine: EmbeddedEngine, purpose: Purpose, request: PlainRequest): Promise<Speed> {
  const { text, maxTokens, temperature, topP } = request;
  const { tokens, usage } = await timed(engine, {
    purpose,
    prompt: [text],
    maxTokens,
    sampling: { temperature, topP },
  });
  return speed(usage.evaluatedTokens ?? Number.NaN, tokens);
}

function speed(promptTokens: number, tokens: readonly number[]): Speed {
  const [first = Number.NaN] = tokens;
  const last = tokens.at(-1) ?? Number.NaN;
  return { prompt: (promptTokens / first) * 1000, generation: ((tokens.length - 1) / (last - first)) * 1000 };
}

const answerSchema = z.object({ kind: z.literal('answer'), promptTokens: z.number(), tokens: z.array(z.number()) });

async function startPlain(model: string, contextLength: number): Promise<Plain> {
  const script = join(import.meta.dirname, 'plainEngine.ts');
  const process = fork(script, [model, String(contextLength), String(threads)], { execArgv: [] });
  const next = async (): Promise<unknown> => {
    const ended = new AbortController();
    process.once('exit', () => ended.abort(new Error('The process with plain node-llama-cpp ended.')));
    const [message]: unknown[] = await once(process, 'message', { signal: ended.signal });
    return message;
  };
  await next();
  return {
    speed: async request => {
      process.send(request);
      const { promptTokens, tokens } = answerSchema.parse(await next());
      return speed(promptTokens, tokens);
    },
    end: () => void process.kill('SIGKILL'),
  };
}
