import type { Window } from '../context/window.ts';
import { languageOf } from './tidy/languages.ts';
import { scan, unmatched } from './tidy/scan.ts';

/** Words that are a whole statement, or end one. */
const lastWord = /^\s*(?:pass|break|continue|fi|done|esac|end)$/;

/** The line says all it has to say, so that only the next one is of interest: "return x;", "}", "pass". */
export function isFinished({ languageId, lineBefore, lineAfter }: Window): boolean {
  const language = languageOf(languageId);
  if (language.isProse === true || lineAfter.trim() !== '' || lineBefore.trim() === '') return false;
  if (lastWord.test(lineBefore)) return true;
  if (!/[;}]\s*$/.test(lineBefore)) return false;
  // In "for (let i = 0;" the statement goes on, and in a string or comment the sign says nothing.
  const { brackets, inside } = scan(lineBefore, language);
  return inside === undefined && unmatched(brackets).openers.every(({ mark }) => mark === '{');
}
