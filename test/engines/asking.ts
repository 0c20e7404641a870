/** How the tests of this folder ask: with the product's own prompts, and with eyes on what comes back. */
import { Reply } from '../../src/chat/reply.ts';
import { freshHole } from '../../src/completion/pin.ts';
import { largeBudget, scaled } from '../../src/context/budget.ts';
import { cutAt } from '../../src/context/window.ts';
import { families, reasoner, type Family } from '../../src/models/families.ts';
import { conversationPrompt } from '../../src/prompt/conversation.ts';
import { fillInMiddlePrompt } from '../../src/prompt/fillInMiddle.ts';
import type { Engine, GenerateRequest, Piece, Usage } from '../../src/shared/engine.ts';

export const never = new AbortController().signal;

const familyNamed = (wanted: string): Family => {
  const family = families.find(({ id }) => id === wanted);
  if (family === undefined) throw new Error(`families.ts has no row "${wanted}"`);
  return family;
};

export const coderFamily = familyNamed('deepseek-coder');

/** Asks for what belongs at the "║". */
export function completionAt(marked: string, maxTokens = 100): GenerateRequest {
  const { fillInMiddle, sampling } = coderFamily;
  if (fillInMiddle === undefined) throw new Error('the coder family has no marks');
  const document = { path: 'src/a.ts', languageId: 'typescript', text: marked.replace('║', '') };
  // The tests ask with whole documents, also with those that are too long.
  const hole = freshHole(cutAt(document, marked.indexOf('║')), [], scaled(largeBudget, 100));
  return { purpose: 'completion', prompt: fillInMiddlePrompt(hole, fillInMiddle), maxTokens, sampling };
}

const chatSampling = familyNamed('deepseek-r1').sampling;

export const question = (text: string, maxTokens = 100): GenerateRequest => ({
  purpose: 'chat',
  prompt: conversationPrompt([{ role: 'user', text }], reasoner),
  maxTokens,
  sampling: chatSampling,
});

/** The same as turns, for the engine's own template. */
export const questionAsTurns = (text: string): GenerateRequest => ({
  purpose: 'chat',
  turns: [{ role: 'user', text }],
  maxTokens: 100,
  sampling: chatSampling,
});

export interface Heard {
  readonly pieces: readonly Piece[];
  /** All that was written, in whichever kind it came. */
  readonly text: string;
  readonly reason: 'stop' | 'length' | undefined;
  readonly usage: Usage | undefined;
}

const heardOf = (pieces: readonly Piece[]): Heard => {
  const last = pieces.at(-1);
  return {
    pieces,
    text: pieces.map(piece => ('text' in piece ? piece.text : '')).join(''),
    reason: last?.kind === 'end' ? last.reason : undefined,
    usage: last?.kind === 'end' ? last.usage : undefined,
  };
};

export async function hear(engine: Engine, request: GenerateRequest): Promise<Heard> {
  const pieces: Piece[] = [];
  for await (const piece of engine.generate(request, never)) pieces.push(piece);
  return heardOf(pieces);
}

/** A request under way. */
export interface Asked {
  /** What came so far. */
  heard(): Heard;
  /** Resolves with the error that ended it; undefined where it came to its end. */
  readonly ended: Promise<unknown>;
  stop(reason: Error): void;
}

export function ask(engine: Engine, request: GenerateRequest): Asked {
  const abort = new AbortController();
  const pieces: Piece[] = [];
  const read = async (): Promise<void> => {
    for await (const piece of engine.generate(request, abort.signal)) pieces.push(piece);
  };
  return {
    heard: () => heardOf([...pieces]),
    ended: read().then(
      () => undefined,
      (error: unknown) => error,
    ),
    stop: reason => abort.abort(reason),
  };
}

/** Looks again and again; a test's time limit ends what never comes. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(resolve => setTimeout(resolve, 1));
}

/** Pieces of text so far. */
export const textPieces = ({ pieces }: Heard): number => pieces.filter(piece => 'text' in piece).length;

/** Thought and answer as the chat would show them. */
export function shown(
  { pieces }: Heard,
  startsInThought: boolean,
): { readonly thought: string; readonly answer: string } {
  const reply = new Reply({ id: '2', parent: '1', at: 0 }, () => 0);
  reply.begin({}, startsInThought);
  for (const piece of pieces) reply.add(piece);
  reply.end('complete');
  const { thought, answer } = reply.view();
  return { thought: thought?.text ?? '', answer };
}
