import { Completer } from '../../src/completion/complete.ts';
import type { CompletionRequest } from '../../src/completion/request.ts';
import type { Pause } from '../../src/completion/pause.ts';
import { families } from '../../src/models/families.ts';
import { ScriptedEngine } from '../fakes/scriptedEngine.ts';
import { type Figure, median } from './figures.ts';

const warmUps = 50;
const runs = 200;

/** Milliseconds of our own code from a key to ghost text: with an engine that answers at once, and no pause before asking. */
export async function editorPath(): Promise<readonly Figure[]> {
  return [
    ...(await figuresOf('asked', 300, miss, 15)),
    ...(await figuresOf('known', 300, hit, 5)),
    ...(await figuresOf('asked, 10,000 lines', 10_000, miss, 10)),
    ...(await figuresOf('known, 10,000 lines', 10_000, hit, 10)),
  ];
}

/** One run for a place that no run before has seen. Resolves with milliseconds. */
type Run = (completer: Completer, request: CompletionRequest) => Promise<number>;

const miss: Run = (completer, request) => timed(completer, request);

const hit: Run = async (completer, request) => {
  await timed(completer, request);
  return timed(completer, request);
};

async function timed(completer: Completer, request: CompletionRequest): Promise<number> {
  const startedAt = performance.now();
  const outcome = await completer.complete(request, new AbortController().signal);
  if (outcome.kind !== 'shown') throw new Error(`nothing was shown: ${JSON.stringify(outcome)}`);
  return performance.now() - startedAt;
}

async function figuresOf(what: string, lines: number, run: Run, limit: number): Promise<readonly Figure[]> {
  const completer = completerOn(new ScriptedEngine({ script: () => ({ text: ' first + second;' }) }));
  const halves = halvesOf(lines);
  const times: number[] = [];
  for (let at = 0; at < warmUps + runs; at++) times.push(await run(completer, requestIn(halves, at)));
  const counted = times.slice(warmUps).toSorted((one, other) => one - other);
  return [
    { what: `key to ghost text without the engine: ${what}, median`, value: median(counted), unit: 'ms', limit },
    { what: `key to ghost text without the engine: ${what}, p95`, value: p95(counted), unit: 'ms' },
  ];
}

const p95 = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;

/** A person who never rests: what is left for quiet moments does not happen. */
const restless: Pause = async (ms, signal) => {
  signal.throwIfAborted();
  if (ms >= 300) await new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason)));
};

function completerOn(engine: ScriptedEngine): Completer {
  const family = families.find(({ id }) => id === 'deepseek-coder');
  if (family === undefined) throw new Error('families.ts has no row "deepseek-coder"');
  const model = { engine, family, contextLength: 16_384, quickCacheLength: 2048 };
  return new Completer({ reach: async () => model, pause: restless });
}

/** A new word is typed in the middle of a document, as one that has never been there. */
function requestIn([above, below]: Halves, run: number): CompletionRequest {
  const before = `${above}  const word${run} =`;
  return {
    // Joined, the text lies in one piece, as the editor's own does.
    document: { path: 'src/long.ts', languageId: 'typescript', text: [before, '\n', below].join('') },
    offset: before.length,
    trigger: 'auto',
    indent: { insertSpaces: true, tabSize: 2 },
    eol: '\n',
    maxLines: 12,
  };
}

type Halves = readonly [above: string, below: string];

const halvesOf = (lines: number): Halves => [linesFrom(0, lines / 2), linesFrom(lines / 2, lines)];

const linesFrom = (first: number, end: number): string =>
  Array.from(
    { length: end - first },
    (_, at) => `  const value${first + at} = compute(first, second, ${at}); // what it is for\n`,
  ).join('');
