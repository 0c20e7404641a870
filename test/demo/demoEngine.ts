import { fileURLToPath } from 'node:url';
import { Completer } from '../../src/completion/complete.ts';
import { pause } from '../../src/completion/pause.ts';
import type { Suggestion } from '../../src/completion/place.ts';
import type { DocumentText } from '../../src/context/window.ts';
import { createEmbeddedEngine } from '../../src/engines/embedded/parent.ts';
import { families, type Family } from '../../src/models/families.ts';
import { conversationInput } from '../../src/prompt/conversation.ts';
import { withAttachments } from '../../src/prompt/attachments.ts';
import { explainQuestion } from '../../src/prompt/explain.ts';
import type { Engine, Input, Turn } from '../../src/shared/engine.ts';
import { silent } from '../../src/shared/log.ts';
import { sampleFiles } from './sample.ts';

const indent = { insertSpaces: true, tabSize: 2 };

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

/** A cursor in a document. */
export interface CursorIn {
  readonly document: DocumentText;
  readonly offset: number;
  /** Where the person was asked for before, the start of an earlier line: the hole of the prompt is pinned there. */
  readonly pinnedAt?: number | undefined;
}

/** What is suggested at a cursor, through the product's own flow. */
export async function suggestionAt(engine: Engine, cursor: CursorIn): Promise<Suggestion | undefined> {
  const family = demoFamily('demo-coder');
  const completer = new Completer({ reach: async () => ({ engine, family }), pause });
  const { document, offset, pinnedAt } = cursor;
  try {
    if (pinnedAt !== undefined) {
      const text = document.text.slice(0, pinnedAt) + document.text.slice(offset);
      await suggested(completer, { document: { ...document, text }, offset: pinnedAt }, 1);
    }
    return await suggested(completer, { document, offset }, 12);
  } finally {
    // It would go on and think ahead.
    completer.forget();
  }
}

async function suggested(completer: Completer, { document, offset }: CursorIn, maxLines: number) {
  const outcome = await completer.complete(
    // With another limit of lines, what was suggested where the hole was pinned does not answer for the model here.
    { document, offset, maxLines, trigger: 'manual', indent, eol: '\n' },
    new AbortController().signal,
  );
  if (outcome.kind === 'failed') throw outcome.failure;
  return outcome.kind === 'shown' ? outcome.suggestion : undefined;
}

/** The ghost text at a place in a document; "" where there is none. */
export const ghostTextAt = async (engine: Engine, document: DocumentText, offset: number): Promise<string> =>
  (await suggestionAt(engine, { document, offset }))?.insert ?? '';

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
  const label = `${path}:${startLine}–${endLine}`;
  return withAttachments(question, [{ id: label, kind: 'selection', label, path, languageId: 'typescript', text }]);
}

async function written(engine: Engine, input: Input): Promise<string> {
  const { sampling } = demoFamily('demo-r1');
  const request = { ...input, purpose: 'chat', maxTokens: 600, sampling } as const;
  let text = '';
  for await (const piece of engine.generate(request, new AbortController().signal))
    if (piece.kind === 'text') text += piece.text;
  return text;
}
