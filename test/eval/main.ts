// Runs the product's own code without an editor and writes one JSON line for each case:
// npm run -s eval -- complete|reasoning|render|replay <file> [options]
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { completeCases } from './complete.ts';
import { BadInput } from './lines.ts';
import { type Cut, reasoningCases } from './reasoning.ts';
import { renderCases } from './render.ts';
import { replaySession } from './replay.ts';

const usage = `usage: npm run -s eval -- <task> <file> [options]
  complete  cases.jsonl
  reasoning cases.jsonl [--cut N | --cut chars | --seed S]
  render    cases.jsonl [--steps]
  replay    session.json`;

const write = (row: object): void => void process.stdout.write(`${JSON.stringify(row)}\n`);

async function run(): Promise<void> {
  const { positionals, values } = readArguments();
  const [task, file] = positionals;
  if (task === undefined || file === undefined || positionals.length > 2) throw new BadInput(usage);
  switch (task) {
    case 'complete':
      return completeCases(linesOf(file), write);
    case 'reasoning':
      return reasoningCases(linesOf(file), cutOf(values), write);
    case 'render':
      return renderCases(linesOf(file), { steps: values.steps ?? false }, write);
    case 'replay':
      return replaySession(await readSession(file), write);
    default:
      throw new BadInput(`no task "${task}"\n${usage}`);
  }
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { cut: { type: 'string' }, seed: { type: 'string' }, steps: { type: 'boolean' } },
    });
  } catch (error) {
    throw new BadInput(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

function cutOf({ cut, seed }: { cut?: string | undefined; seed?: string | undefined }): Cut {
  if (cut === 'chars') return { every: 1 };
  if (cut !== undefined) return { every: wholeNumber(cut, '--cut', 1) };
  if (seed !== undefined) return { seed: wholeNumber(seed, '--seed', 0) };
  return undefined;
}

function wholeNumber(text: string, option: string, least: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least)
    throw new BadInput(`${option} wants a whole number from ${least} on`);
  return number;
}

async function* linesOf(file: string): AsyncGenerator<string> {
  yield* (await readable(file)).split(/\r?\n/);
}

async function readSession(file: string): Promise<unknown> {
  const text = await readable(file);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BadInput(`${file} is not JSON (${cause instanceof Error ? cause.message : String(cause)})`);
  }
}

async function readable(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new BadInput(`${file} cannot be read (${cause instanceof Error ? cause.message : String(cause)})`);
  });
}

try {
  await run();
} catch (error) {
  if (!(error instanceof BadInput)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
