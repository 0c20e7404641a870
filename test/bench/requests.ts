/** What the product asks its engine for, in a file as people have them. */
import { freshHole } from '../../src/completion/pin.ts';
import { normalBudget } from '../../src/context/budget.ts';
import { cutAt } from '../../src/context/window.ts';
import { families, type Family } from '../../src/models/families.ts';
import { conversationInput } from '../../src/prompt/conversation.ts';
import { fillInMiddlePrompt } from '../../src/prompt/fillInMiddle.ts';
import type { GenerateRequest } from '../../src/shared/engine.ts';
import { typedFile } from './typedFile.ts';

interface Place {
  readonly path: string;
  /** How many characters of `typedLine` are there. */
  readonly typed: number;
  /** Follows the line that is being typed. */
  readonly below?: string;
}

export const typedLine = '  const boats = timetable.filter(row => row.harbour === harbour.name).map(row => row.boat);';

/** A completion after so many characters of a line in the last third of a file of 200 lines. */
export function completionAt({ path, typed, below = '' }: Place, maxTokens: number): GenerateRequest {
  const family = familyOf('deepseek-coder');
  if (family.fillInMiddle === undefined) throw new Error('DeepSeek-Coder lost its marks.');
  const lineStart = typedFile.indexOf('\n', typedFile.length * 0.7) + 1;
  const before = typedFile.slice(0, lineStart) + typedLine.slice(0, typed);
  const text = `${before}\n${below}${typedFile.slice(lineStart)}`;
  const cut = cutAt({ path, languageId: 'typescript', text }, before.length);
  const prompt = fillInMiddlePrompt(freshHole(cut, [], normalBudget), family.fillInMiddle);
  return { purpose: 'completion', prompt, maxTokens, sampling: family.sampling };
}

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
