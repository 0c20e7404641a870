import { readFileSync } from 'node:fs';
import { tokensIn } from '../../../src/context/tokens.ts';
import { type Random, seededRandom } from '../../demo/random.ts';
import { enumerations } from './enumerations.ts';
import { simulations } from './simulations.ts';

export interface Trace {
  readonly name: string;
  readonly text: string;
}

/** A kind of trace that repeats its words about ever new things. */
export type Template = (random: Random) => string;

/** Traces written by hand: code, maths, prose, in English and Chinese. */
export const writtenTraces: readonly Trace[] = readFileSync(new URL('written.txt', import.meta.url), 'utf8')
  .split(/^=== /m)
  .slice(1)
  .map(part => ({ name: part.slice(0, part.indexOf('\n')), text: part.slice(part.indexOf('\n') + 1) }));

/** All normal traces: the written ones and several of each template. */
export function normalTraces(seeds = 3): readonly Trace[] {
  const templates = Object.entries({ ...enumerations, ...simulations });
  const made = templates.flatMap(([name, template]) =>
    Array.from({ length: seeds }, (_, seed) => ({
      name: `${name}, ${seed}`,
      text: among(template(seededRandom(seed * 7919 + name.length)), seed, name.length),
    })),
  );
  return [...writtenTraces, ...made];
}

/** Short ones follow a written trace, and each third stands between two: so they have 300 to 3,000 tokens. */
function among(text: string, seed: number, at: number): string {
  const [before, after] = [at, at + 1 + (seed % (writtenTraces.length - 1))].map(index => writtenTraces[index % writtenTraces.length]?.text ?? '');
  if (seed % 3 === 2) return [before, text, after].join('\n\n');
  return tokensIn(text) < 300 ? [before, text].join('\n\n') : text;
}
