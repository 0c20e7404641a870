import type { Place } from '../place.ts';
import { insideAt, isBlank, languageAt, lineAbove } from './lines.ts';
import { scan, unmatched } from './scan.ts';
import { type Draft, withText } from './step.ts';

/** The model sometimes starts the word or the line again that the person has begun: only what comes after it is new. */
export function dropTypedAgain(draft: Draft, place: Place): Draft {
  if (isBlank(place.window.lineBefore)) return dropHeaderAgain(draft, place);
  const text = lineAgain(draft.text, place) ?? wordAgain(draft.text, place);
  return text === undefined ? draft : withText(draft, text);
}

/** The line above opens a block and the model opens it once more. */
function dropHeaderAgain(draft: Draft, place: Place): Draft {
  const end = draft.text.indexOf('\n');
  const above = lineAbove(place)?.trim();
  if (end < 0 || above === undefined || draft.text.slice(0, end).trim() !== above) return draft;
  const opens = /\w.*[{([:]$/.test(above) || languageAt(place).opens?.test(above);
  return opens ? withText(draft, draft.text.slice(end + 1).trimStart()) : draft;
}

/** What follows the typed line in the text, where the text starts with all of it. */
function lineAgain(text: string, place: Place): string | undefined {
  const typed = place.window.lineBefore.trim();
  const rest = restAfter(text.trimStart(), typed);
  if (rest === undefined || !/[\p{L}_]/u.test(typed) || typed.length < 3) return undefined;
  // "max(" and "max(a, b), c)" is a call in a call: it stays where only so the brackets of the line come out even.
  const kept = /\s$/.test(place.window.lineBefore) ? rest.trimStart() : rest;
  return !isEven(kept, place) && isEven(text, place) ? undefined : kept;
}

/** What follows `typed` in `text`, runs of spaces counted as equal. */
function restAfter(text: string, typed: string): string | undefined {
  let at = 0;
  for (const part of typed.split(/(\s+)/)) {
    if (/^\s/.test(part)) {
      const space = /^[ \t]+/.exec(text.slice(at))?.[0];
      if (space === undefined) return undefined;
      at += space.length;
    } else if (text.startsWith(part, at)) at += part.length;
    else return undefined;
  }
  return text.slice(at);
}

/** The first line, put where the cursor is, closes what it opens, and nothing else. */
function isEven(text: string, { window }: Place): boolean {
  const [first = ''] = text.split('\n', 1);
  const shared = window.lineAfter !== '' && first.trimEnd().endsWith(window.lineAfter.trimEnd());
  const line = window.lineBefore + first + (shared ? '' : window.lineAfter);
  const { openers, closers } = unmatched(scan(line, { quotes: [], hasBlocks: false }).brackets);
  return closers.length === 0 && openers.every(({ mark }) => mark === '{');
}

/** A name, with the names it is a member of: "users.fil", "std::vec", "background-co". */
const chain = /(?:[\p{L}\p{N}_$]+(?:\.|::|->|\?\.|-))*[\p{L}\p{N}_$]+$/u;
const memberChain = /(?:[\p{L}\p{N}_$]+(?:\.|::|->|\?\.))+$/u;

/** What follows the begun word, where the text starts with the whole of it again. */
function wordAgain(text: string, place: Place): string | undefined {
  const { lineBefore } = place.window;
  const typed = chain.exec(lineBefore)?.[0] ?? memberChain.exec(lineBefore)?.[0];
  if (typed === undefined) return undefined;
  const parts = typed.split(/(?<=\.|::|->|-)/);
  // The longest restart first: "users.fil" may be begun again at "users" or at "fil".
  const starts = parts.map((_, index) => parts.slice(index).join(''));
  const again = starts.find(start => text.startsWith(start) && isRestart(start, text, place));
  return again === undefined ? undefined : text.slice(again.length);
}

function isRestart(begun: string, text: string, place: Place): boolean {
  if (!/[\p{L}_]/u.test(begun) || isProse(place)) return false;
  const word = /^[\p{L}\p{N}_$.:>-]*[\p{L}\p{N}_$]/u.exec(text)?.[0] ?? '';
  const known = wordsAround(place);
  // "ba" and "bana" may be the start of "babana": not a restart if the document knows such a word.
  if (known.has(begun + word)) return false;
  // One letter is doubled in many words; then the document has to know the one that the model wrote.
  return begun.length > 1 || known.has(word);
}

const isProse = (place: Place): boolean =>
  languageAt(place).isProse === true || insideAt(place)?.kind === 'comment' || insideAt(place)?.kind === 'string';

const wordsAround = ({ window }: Place): ReadonlySet<string> =>
  new Set(`${window.above}${window.lineBefore}${window.below}`.match(/[\p{L}\p{N}_$]+/gu));
