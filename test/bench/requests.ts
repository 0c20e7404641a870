/** What the product asks its engine for, in a file as people have them. */
import { classicHoleIn, freshHole, pinFor } from '../../src/completion/pin.ts';
import { normalBudget, quickBudget } from '../../src/context/budget.ts';
import { cutAt, type DocumentText } from '../../src/context/window.ts';
import { type Budget, families, type Family, type FillInMiddle } from '../../src/models/families.ts';
import { conversationInput } from '../../src/prompt/conversation.ts';
import { fillInMiddlePrompt } from '../../src/prompt/fillInMiddle.ts';
import type { GenerateRequest, Prompt } from '../../src/shared/engine.ts';
import { typedFile } from './typedFile.ts';

interface Place {
  readonly path: string;
  /** How many characters of `typedLine` are there. */
  readonly typed: number;
  /** Follows the line that is being typed. */
  readonly below?: string;
  /** The product's default where absent. */
  readonly budget?: Budget;
}

/** A prompt of some 1,300 tokens of the bench's model, 300 of them after the cursor. */
export const benchBudget: Budget = { related: 0, prefix: 1100, suffix: 300, middle: 200 };

const coder = familyOf('deepseek-coder');

/** The prompt that the product makes: the one place of the bench that knows how. */
export const promptAround = (document: DocumentText, offset: number, budget = normalBudget): Prompt =>
  fillInMiddlePrompt(freshHole(cutAt(document, offset), [], budget), marks());

/** The prompt as the model's makers show it, and as others ask it: the hole is where the cursor is. */
export function classicPromptAround(document: DocumentText, offset: number, budget: Budget): Prompt {
  const cut = cutAt(document, offset);
  return fillInMiddlePrompt(classicHoleIn(pinFor(undefined, cut, [], budget), cut), marks());
}

/** Asks the coder for what belongs into a prompt's hole. */
export const completionOf = (prompt: Prompt, maxTokens: number): GenerateRequest => ({
  purpose: 'completion',
  prompt,
  maxTokens,
  sampling: coder.sampling,
});

function marks(): FillInMiddle {
  if (coder.fillInMiddle === undefined) throw new Error('DeepSeek-Coder lost its marks.');
  return coder.fillInMiddle;
}

export const typedLine = '  const boats = timetable.filter(row => row.harbour === harbour.name).map(row => row.boat);';

/** A completion after so many characters of a line in the last third of a file of 200 lines. */
export function completionAt({ path, typed, below = '', budget }: Place, maxTokens: number): GenerateRequest {
  const cut = typedFile.indexOf('\n', typedFile.length * 0.7) + 1;
  const before = typedFile.slice(0, cut) + typedLine.slice(0, typed);
  const text = `${before}\n${below}${typedFile.slice(cut)}`;
  return completionOf(promptAround({ path, languageId: 'typescript', text }, before.length, budget), maxTokens);
}

/** The same with a short prompt, for the quick cache. */
export const quickCompletionAt = (place: Place, maxTokens: number): GenerateRequest => ({
  ...completionAt({ budget: quickBudget, ...place }, maxTokens),
  cache: 'quick',
});

/** A question with so many copies of the file in it, some 2,000 tokens each. */
export function questionAbout(copies: number, words: string, maxTokens: number): GenerateRequest {
  const family = familyOf('deepseek-r1-distill-qwen');
  if (family.conversation === undefined) throw new Error('DeepSeek-R1 lost its marks.');
  const text = `${words}\n${typedFile.repeat(copies)}`;
  const input = conversationInput([{ role: 'user', text }], family.conversation);
  return { ...input, purpose: 'chat', maxTokens, sampling: family.sampling };
}

function familyOf(id: string): Family {
  const found = families.find(family => family.id === id);
  if (found === undefined) throw new Error(`There is no family ${id}.`);
  return found;
}
