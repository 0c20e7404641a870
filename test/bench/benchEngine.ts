/** The embedded engine with models of real shapes, and what is measured of one of its replies. */
import { join } from 'node:path';
import {
  createEmbeddedEngine,
  type EmbeddedEngine,
  type EmbeddedEngineOptions,
} from '../../src/engines/embedded/parent.ts';
import type { GenerateRequest, Piece, Purpose, Usage } from '../../src/shared/engine.ts';
import type { ShapeName } from './modelShapes.ts';
import { randomModel } from './randomModel.ts';

export interface BenchEngine {
  readonly engine: EmbeddedEngine;
  /** The process that holds the models. */
  readonly pid: () => number;
}

export const modelOf: Record<Purpose, ShapeName> = { completion: 'coder-1.3b', chat: 'r1-1.5b' };

/** Lends an engine that has loaded the models of these purposes, and ends it. */
export async function withEngine<Result>(
  purposes: readonly Purpose[],
  measure: (bench: BenchEngine) => Promise<Result>,
  options: Pick<EmbeddedEngineOptions, 'threads'> = {},
): Promise<Result> {
  let pid = 0;
  const models: { [purpose in Purpose]?: string } = {};
  for (const purpose of purposes) models[purpose] = await randomModel(modelOf[purpose]);
  const engine = createEmbeddedEngine({
    childPath: join(import.meta.dirname, '../../src/engines/embedded/child.ts'),
    models,
    ...options,
    log: (event, facts) => {
      if (event === 'engine.started') pid = Number(facts?.['pid']);
    },
  });
  try {
    for (const purpose of purposes) await engine.preload(purpose, never);
    return await measure({ engine, pid: () => pid });
  } finally {
    await engine.dispose();
  }
}

export interface Timing {
  /** Milliseconds from the request to each generated token. */
  readonly tokens: readonly number[];
  readonly usage: Usage;
}

/** Throws when the reply does not end by itself or has no text. */
export async function timed(
  engine: EmbeddedEngine,
  request: GenerateRequest,
  onPiece: (piece: Piece) => void = () => undefined,
): Promise<Timing> {
  const start = performance.now();
  const tokens: number[] = [];
  let last: Piece | undefined;
  for await (const piece of engine.generate(request, never)) {
    last = piece;
    onPiece(piece);
    if (piece.kind === 'text')
      for (let token = 0; token < piece.tokens; token++) tokens.push(performance.now() - start);
  }
  if (last?.kind !== 'end' || tokens.length === 0) throw new Error('The reply has no text or no end.');
  return { tokens, usage: last.usage };
}

export const firstToken = ({ tokens }: Timing): number => tokens[0] ?? Number.NaN;

export const never = new AbortController().signal;
