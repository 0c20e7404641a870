import { fileURLToPath } from 'node:url';
import { windowAround, type DocumentText } from '../../src/context/window.ts';
import { createEmbeddedEngine } from '../../src/engines/embedded/parent.ts';
import { families, type Family } from '../../src/models/families.ts';
import { conversationPrompt, type PastTurn } from '../../src/prompt/conversation.ts';
import { explainQuestion, withAttachment } from '../../src/prompt/explain.ts';
import { fillInMiddlePrompt } from '../../src/prompt/fillInMiddle.ts';
import type { Engine, Prompt, Purpose } from '../../src/shared/engine.ts';
import { silent } from '../../src/shared/log.ts';
import { sampleFiles } from './sample.ts';

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The built-in engine with the demo models. Dispose it. */
export const demoEngine = (): Engine =>
  createEmbeddedEngine({
    childPath: pathOf('../../src/engines/embedded/child.ts'),
    models: { completion: pathOf('demo-coder.gguf'), chat: pathOf('demo-r1.gguf') },
    log: silent,
  });

export function demoFamily(id: 'demo-coder' | 'demo-r1'): Family {
  const found = families.find(family => family.id === id);
  if (found === undefined) throw new Error(`There is no family ${id}.`);
  return found;
}

/** What the demo coder writes at a place in a document, untouched. */
export async function completionAt(engine: Engine, document: DocumentText, offset: number): Promise<string> {
  const { fillInMiddle, window } = demoFamily('demo-coder');
  if (fillInMiddle === undefined) throw new Error('The demo coder has no fill-in-the-middle marks.');
  return written(engine, 'completion', fillInMiddlePrompt(windowAround(document, offset, window), fillInMiddle), 192);
}

/** What the demo reasoner replies, thought and answer with the mark between them. */
export async function replyTo(engine: Engine, turns: readonly PastTurn[]): Promise<string> {
  const { conversation } = demoFamily('demo-r1');
  if (conversation === undefined) throw new Error('The demo reasoner has no conversation marks.');
  return written(engine, 'chat', conversationPrompt(turns, conversation), 600);
}

/** The question of the command that explains a selection; lines are counted from 1. */
export function explainLines(path: string, startLine: number, endLine: number, question = explainQuestion): string {
  const lines = sampleFiles.find(file => file.path === path)?.text.split('\n') ?? [];
  const text = lines.slice(startLine - 1, endLine).join('\n');
  return withAttachment(question, { path, languageId: 'typescript', startLine, endLine, text });
}

async function written(engine: Engine, purpose: Purpose, prompt: Prompt, maxTokens: number): Promise<string> {
  const { sampling } = demoFamily(purpose === 'completion' ? 'demo-coder' : 'demo-r1');
  let text = '';
  for await (const piece of engine.generate({ purpose, prompt, maxTokens, sampling }, new AbortController().signal))
    if (piece.kind === 'text') text += piece.text;
  return text;
}
