/** What a completion costs while a chat answer is being computed, against alone. */
import { setTimeout as delay } from 'node:timers/promises';
import type { EmbeddedEngine } from '../../src/engines/embedded/parent.ts';
import type { Piece } from '../../src/shared/engine.ts';
import { firstToken, type Timing, timed, withEngine } from './benchEngine.ts';
import { type Figure, median, ratio } from './figures.ts';
import { completionAt, questionAbout } from './requests.ts';

/** Completions measured in a row, and the milliseconds between them: as long as it takes for chat to be at work again. */
const keysInARow = 6;
const pause = 700;

type Stage = 'writing' | 'reading';

export const whileChattingFigures = (): Promise<Figure[]> =>
  withEngine(['completion', 'chat'], async ({ engine }) => {
    const keys = new Keys(engine);
    await keys.next();
    const alone: Timing[] = [];
    const beside: Record<Stage, Timing[]> = { writing: [], reading: [] };
    for (const stage of ['writing', 'reading', 'reading', 'writing'] as const) {
      alone.push(...(await keys.row(keysInARow)));
      beside[stage].push(...(await besideChat(engine, stage, keys)));
    }
    return [
      { what: 'completion alone: first token', value: median(alone.map(firstToken)), unit: 'ms' },
      { what: 'completion alone: 16 tokens', value: median(alone.map(lastToken)), unit: 'ms' },
      ...rows('while chat writes', beside.writing, alone),
      ...rows('while chat reads a long prompt', beside.reading, alone),
    ];
  });

const rows = (when: string, timings: readonly Timing[], alone: readonly Timing[]): Figure[] => [
  row(`completion ${when}: first token against alone`, firstToken, timings, alone),
  row(`completion ${when}: 16 tokens against alone`, lastToken, timings, alone),
];

const row = (what: string, of: (timing: Timing) => number, timings: readonly Timing[], alone: readonly Timing[]) => ({
  what,
  value: median(timings.map(of)) / median(alone.map(of)),
  unit: ratio,
  limit: 1.5,
});

const lastToken = ({ tokens }: Timing): number => tokens.at(-1) ?? Number.NaN;

/** Types a line key by key, and asks for a completion after each. */
class Keys {
  readonly #engine: EmbeddedEngine;
  #typed = 0;

  constructor(engine: EmbeddedEngine) {
    this.#engine = engine;
  }

  next(): Promise<Timing> {
    return timed(this.#engine, completionAt({ path: 'src/file.ts', typed: this.#typed++ }, 16));
  }

  async row(count: number): Promise<Timing[]> {
    const timings: Timing[] = [];
    while (timings.length < count) {
      await delay(pause);
      timings.push(await this.next());
    }
    return timings;
  }
}

async function besideChat(engine: EmbeddedEngine, stage: Stage, keys: Keys): Promise<Timing[]> {
  const stop = new AbortController();
  // Different each time, so that it has to be read; and so long that it is still being read at the end.
  const words = `Explain this. ${performance.now()}`;
  const question = stage === 'writing' ? questionAbout(0, words, 4000) : questionAbout(3, words, 1);
  const pieces = engine.generate(question, stop.signal);
  const isAt = Promise.withResolvers<void>();
  let now: Piece | undefined;
  const reading = (async () => {
    for await (const piece of pieces) {
      now = piece;
      if (isStage(piece, stage)) isAt.resolve();
    }
  })().catch(error => {
    if (!stop.signal.aborted) isAt.reject(error);
  });
  await isAt.promise;
  const timings = await keys.row(keysInARow);
  if (!isStage(now, stage)) throw new Error(`Chat was no longer ${stage} when the completions had been measured.`);
  stop.abort();
  await reading;
  return timings;
}

const isStage = (piece: Piece | undefined, stage: Stage): boolean =>
  stage === 'writing' ? piece?.kind === 'text' : piece?.kind === 'waiting' && piece.stage === 'reading';
