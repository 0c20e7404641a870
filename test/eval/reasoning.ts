import { z } from 'zod';
import { type Chunk, ThoughtSplitter } from '../../src/chat/thoughtSplitter.ts';
import { parseLine } from './lines.ts';

const serverPiece = z.object({
  thinking: z.string().nullish(),
  content: z.string().nullish(),
  tool_calls: z.unknown().optional(),
  done_reason: z.string().nullish(),
});

export const reasoningCase = z.object({
  id: z.string(),
  chunks: z.array(z.union([z.string(), serverPiece])),
  startsInThinking: z.boolean().optional(),
});

type ReasoningCase = z.infer<typeof reasoningCase>;

/** How string chunks are cut again: every N characters, each character, at places chosen by a seed, or as they are. */
export type Cut = { readonly every: number } | { readonly seed: number } | undefined;

export interface SplitResult {
  readonly thinking: string;
  readonly answer: string;
  readonly unclosed: boolean;
}

/** Runs one case through the product's splitter. */
export function splitCase(one: ReasoningCase, cut?: Cut): SplitResult {
  const splitter = new ThoughtSplitter({ startsInThought: one.startsInThinking ?? false });
  const random = cut !== undefined && 'seed' in cut ? seededRandom(cut.seed) : undefined;
  const sizes = (): number => (random === undefined ? (cut as { every: number }).every : 1 + Math.floor(random() * 12));
  for (const chunk of one.chunks.flatMap(piecesOf))
    for (const piece of cut === undefined || chunk.kind !== 'text' ? [chunk] : cutChunk(chunk, sizes))
      splitter.add(piece);
  splitter.end();
  return { thinking: splitter.thought, answer: splitter.answer, unclosed: splitter.unclosed };
}

/** The task `reasoning`: one result for each case, in order. Throws an Error naming line and field for a bad case. */
export async function reasoningCases(
  lines: AsyncIterable<string>,
  cut: Cut,
  write: (row: object) => void,
): Promise<void> {
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const one = parseLine(line, number, reasoningCase);
    write({ id: one.id, ...splitCase(one, cut) });
  }
}

function piecesOf(chunk: ReasoningCase['chunks'][number]): Chunk[] {
  if (typeof chunk === 'string') return [{ kind: 'text', text: chunk }];
  const thought = { kind: 'thought' as const, text: chunk.thinking ?? '' };
  const answer = { kind: 'answer' as const, text: chunk.content ?? '' };
  // A call of a tool is what the model answers: the trace before it is whole.
  const answers = answer.text !== '' || (chunk.tool_calls !== undefined && chunk.tool_calls !== null);
  return [...(thought.text === '' ? [] : [thought]), ...(answers ? [answer] : [])];
}

function* cutChunk(chunk: Chunk, size: () => number): Generator<Chunk> {
  const characters = Array.from(chunk.text);
  for (let at = 0; at < characters.length;) {
    const length = size();
    yield { kind: chunk.kind, text: characters.slice(at, at + length).join('') };
    at += length;
  }
}

/** mulberry32: small, and the same everywhere. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
