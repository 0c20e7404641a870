import type { Place } from '../place.ts';
import { insideAt, languageAt } from './lines.ts';
import { type Draft, withText } from './step.ts';

/** How a model that was taught to chat begins an answer. */
const opener =
  /^(?:sure|certainly|of course|okay|absolutely|great|yes|here(?:['’]s| is| are)|below is|the following|this is|to (?:complete|finish|fix|implement)|you can|i(?:['’]ve| have|['’]ll| will))\b/i;
const subject =
  /\b(?:code|function|method|class|implementation|completion|completed|complete|version|snippet|solution|script|query|file|program|line|lines|example)\b/i;
const refusal = /^(?:i['’]m sorry|i am sorry|sorry,|as an ai\b|i can(?:not|['’]t)\s)/i;
/** A sentence, not code: words, the marks between them, and names in backticks. */
const sentence = /^(?:[\p{L}\p{N}'’",.!?:\s-]|`[^`]*`)+[.:!]$/u;

/** Drops the sentences in which the model announces its code. In comments, strings and prose they are what is written. */
export function dropAnnouncement(draft: Draft, place: Place): Draft {
  if (languageAt(place).isProse || insideAt(place) !== undefined) return draft;
  const text = draft.text.trimStart();
  const end = text.indexOf('\n');
  const line = (end < 0 ? text : text.slice(0, end)).trim();
  if (!isAnnouncement(line)) return draft;
  const rest = end < 0 ? '' : text.slice(end + 1).replace(/^(?:[ \t]*\n)+/, '');
  return dropAnnouncement(withText(draft, rest), place);
}

const interjection = /^(?:sure|certainly|of course|okay|absolutely)(?: thing)?[.!]$/i;

const isAnnouncement = (line: string): boolean =>
  interjection.test(line) ||
  refusal.test(line) ||
  (sentence.test(line) && /\s/.test(line) && opener.test(line) && subject.test(line));

/** How an explanation goes on behind the code. */
const explanation = /^(?:this|the|in this|here|note that|explanation|it|you can|we|i)\b(?:[^\n]*\s){2,}[^\n]*$/i;

/** Whether a line explains code instead of being code. */
export const isExplanation = (line: string): boolean =>
  /^\p{Lu}/u.test(line) && sentence.test(line) && explanation.test(line) && line.split(/\s+/).length >= 5;
