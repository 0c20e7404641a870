/** A real embedded engine with scripted models in a folder of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createEmbeddedEngine,
  type EmbeddedEngine,
  type EmbeddedEngineOptions,
} from '../../../../src/engines/embedded/parent.ts';
import type { GenerateRequest, Health, Piece, Prompt, Usage } from '../../../../src/shared/engine.ts';
import { Failure } from '../../../../src/shared/failure.ts';
import { type Script, writeScriptedModel } from '../../../fakes/scriptedModel.ts';

export const childPath = fileURLToPath(new URL('../../../../src/engines/embedded/child.ts', import.meta.url));

export interface TestEngine {
  readonly engine: EmbeddedEngine;
  readonly folder: string;
  /** Process ids of the engine's processes, in the order of their starts. */
  readonly pids: readonly number[];
  readonly events: readonly string[];
}

/**
 * Lives until the test is over. The options are made for the temporary folder, and may write models into it.
 */
export async function startEngine(
  test: { after(end: () => Promise<void>): void },
  prepare: (folder: string) => Promise<Partial<EmbeddedEngineOptions>>,
): Promise<TestEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'deepwell-engine-'));
  const pids: number[] = [];
  const events: string[] = [];
  const engine = createEmbeddedEngine({
    childPath,
    models: {},
    log: (event, facts) => {
      events.push(event);
      if (event === 'engine.started') pids.push(Number(facts?.['pid']));
    },
    ...(await prepare(folder)),
  });
  test.after(async () => {
    await engine.dispose();
    await rm(folder, { recursive: true });
  });
  return { engine, folder, pids, events };
}

export async function scriptedModels(
  folder: string,
  scripts: { readonly coder?: readonly Script[]; readonly r1?: readonly Script[] },
): Promise<{ completion?: string; chat?: string }> {
  const completion = scripts.coder && join(folder, 'coder.gguf');
  const chat = scripts.r1 && join(folder, 'r1.gguf');
  if (completion && scripts.coder) await writeScriptedModel(completion, { kind: 'coder', scripts: scripts.coder });
  if (chat && scripts.r1) await writeScriptedModel(chat, { kind: 'r1', scripts: scripts.r1 });
  return { completion, chat };
}

type Limits = Partial<Pick<GenerateRequest, 'maxTokens' | 'sampling'>>;

export const completionOf = (prompt: Prompt, more: Limits = {}): GenerateRequest => ({
  purpose: 'completion',
  prompt,
  maxTokens: 100,
  sampling: { temperature: 0, topP: 1 },
  ...more,
});

/** With DeepSeek's sampling for R1: the scripted model must be certain of its text even so. */
export const chatOf = (prompt: Prompt, more: Limits = {}): GenerateRequest => ({
  purpose: 'chat',
  prompt,
  maxTokens: 100,
  sampling: { temperature: 0.6, topP: 0.95 },
  ...more,
});

export interface Reply {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly reason: 'stop' | 'length' | undefined;
  readonly usage: Usage | undefined;
}

export async function replyOf(pieces: AsyncIterable<Piece>): Promise<Reply> {
  const all = await itemsOf(pieces);
  const last = all.at(-1);
  return {
    text: all.map(piece => ('text' in piece ? piece.text : '')).join(''),
    pieces: all,
    reason: last?.kind === 'end' ? last.reason : undefined,
    usage: last?.kind === 'end' ? last.usage : undefined,
  };
}

export async function itemsOf<Item>(stream: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

export const never = new AbortController().signal;

/** Reads the stream until it has written `count` pieces of text, then returns with the stream still open. */
export async function readTexts(stream: AsyncIterator<Piece>, count: number): Promise<void> {
  for (let texts = 0; texts < count;) {
    const { value, done } = await stream.next();
    if (done) throw new Error('The stream ended early');
    if (value.kind === 'text') texts++;
  }
}

/** The kinds of failure of both purposes; "ok" where there is none. */
export const kinds = ({ completion, chat }: Health): string[] =>
  [completion, chat].map(found => (found instanceof Failure ? found.kind : 'ok'));

/** Resolves when no process of this id exists any more. */
export async function isGone(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (!isRunning(pid)) return true;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return false;
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
