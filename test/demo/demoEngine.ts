import { fileURLToPath } from 'node:url';
import { Completer } from '../../src/completion/complete.ts';
import type { DocumentText } from '../../src/context/window.ts';
import { createEmbeddedEngine } from '../../src/engines/embedded/parent.ts';
import { families, type Family } from '../../src/models/families.ts';
import { conversationInput } from '../../src/prompt/conversation.ts';
import { explainQuestion, withAttachment } from '../../src/prompt/explain.ts';
import type { Engine, Input, Turn } from '../../src/shared/engine.ts';
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

/** The ghost text at a place in a document, through the product's own flow; "" where there is none. */
export async function ghostTextAt(engine: Engine, document: DocumentText, offset: number): Promise<string> {
  const family = demoFamily('demo-coder');
  const completer = new Completer({ reach: async () => ({ engine, family }), pause: async () => undefined });
  const outcome = await completer.complete(
    { document, offset, trigger: 'manual', indent: { insertSpaces: true, tabSize: 2 }, eol: '\n', maxLines: 12 },
    new AbortController().signal,
  );
  if (outcome.kind === 'failed') throw outcome.failure;
  return outcome.kind === 'shown' ? outcome.suggestion.insert : '';
}

/** What the demo reasoner replies, thought and answer with the mark between them. */
export async function replyTo(engine: Engine, turns: readonly Turn[]): Promise<string> {
  const { conversation } = demoFamily('demo-r1');
  if (conversation === undefined) throw new Error('The demo reasoner has no conversation marks.');
  return written(engine, conversationInput(turns, conversation));
}

/** The question of the command that explains a selection; lines are counted from 1. */
export function explainLines(path: string, startLine: number, endLine: number, question = explainQuestion): string {
  const lines = sampleFiles.find(file => file.path === path)?.text.split('\n') ?? [];
  const text = lines.slice(startLine - 1, endLine).join('\n');
  return withAttachment(question, { path, languageId: 'typescript', startLine, endLine, text });
}

async function written(engine: Engine, input: Input): Promise<string> {
  const { sampling } = demoFamily('demo-r1');
  const request = { ...input, purpose: 'chat', maxTokens: 600, sampling } as const;
  let text = '';
  for await (const piece of engine.generate(request, new AbortController().signal))
    if (piece.kind === 'text') text += piece.text;
  return text;
}
