import { prefixWithin, suffixWithin } from '../context/promptWindow.ts';
import type { Snippet } from '../context/snippet.ts';
import { tokensIn } from '../context/tokens.ts';
import type { CutText } from '../context/window.ts';
import type { Budget } from '../models/families.ts';
import type { Hole } from '../prompt/fillInMiddle.ts';
import { isNear } from './isNear.ts';
import { isOnlyClosing } from './restOfLine.ts';

/** Lines typed or taken in a hole before it is made anew whatever that costs, and before it is made anew at rest. */
const linesInHole = 16;
const linesUntilRest = 4;

/** Where making it anew reads more than half of the prompt again, it stays for so many lines. */
const linesInDearHole = 32;

/** In a line too long for the hole, characters by which the hole moves into it. */
const stepInLine = 64;

/**
 * A window is filled to this share when it is made. It then keeps its start while it grows: a start that followed each newline
 * would change the whole prompt each time.
 */
const freshShare = 0.6;

/** A heading's sign and its line end. */
const headingTokens = 2;

/** Characters by which the start of a window is found again. */
const headLength = 160;

/** A window that would be shorter than this share of its budget starts further up. */
const leastShare = 0.25;

/**
 * Where the hole of a prompt lies. With a hole at the cursor each key would change the prefix, and the whole suffix behind it
 * would be evaluated again. So the hole is pinned to the start of a line and stays there for the next ones: what is typed only
 * adds to the end of the prompt, and what the model wrote and the person took is in the engine's cache already.
 */
export interface Pin extends Omit<Hole, 'middle'> {
  /** The prefix begins where the document does. */
  readonly isFromStart: boolean;
  readonly budget: Budget;
}

/** The pin for a cursor: the one there is, as long as it holds. Other code is taken in only where all is read anew anyway. */
export function pinFor(pin: Pin | undefined, cut: CutText, related: readonly Snippet[], budget: Budget): Pin {
  if (pin === undefined) return freshPin(cut, related, budget);
  return holdsFor(pin, cut, budget) ? pin : movedPin(pin, cut, related, budget);
}

/** The pin brought up to date, for a moment when reading costs nobody a wait. */
export function pinAtRest(pin: Pin | undefined, cut: CutText, related: readonly Snippet[], budget: Budget): Pin {
  const next = pinFor(pin, cut, related, budget);
  if (!isSame(next.related, relatedFor(budget, related))) return freshPin(cut, related, budget);
  const lines = linesIn(typedSince(next, cut) ?? '');
  return lines >= linesUntilRest && !isDear(next, cut) ? movedPin(next, cut, related, budget) : next;
}

/** Whether a prompt with this pin has the cursor in its hole. */
export function holdsFor(pin: Pin, cut: CutText, budget: Budget): boolean {
  if (pin.path !== cut.path || !isSameBudget(pin.budget, budget) || !isNear(pin.suffix, suffixOf(cut, budget)))
    return false;
  const typed = typedSince(pin, cut);
  if (typed === undefined || tokensIn(typed) > budget.middle) return false;
  const lines = linesIn(typed);
  return lines <= linesInHole || (lines <= linesInDearHole && isDear(pin, cut));
}

/** The hole with what stands in it up to the cursor. */
export function holeIn(pin: Pin, cut: CutText): Hole {
  const { path, related, prefix, suffix } = pin;
  return { path, related, prefix, suffix, middle: typedSince(pin, cut) ?? '' };
}

/** The hole of a first completion: it begins with the line of the cursor. */
export const freshHole = (cut: CutText, related: readonly Snippet[], budget: Budget): Hole =>
  holeIn(freshPin(cut, related, budget), cut);

/** The layout that the model was trained with: the hole is at the cursor and empty. Each key changes the prefix. */
export function classicHoleIn(pin: Pin, cut: CutText): Hole {
  const { path, related, prefix, middle } = holeIn(pin, cut);
  return { path, related, prefix: prefix + middle, suffix: suffixWithin(cut.after, pin.budget.suffix), middle: '' };
}

function freshPin(cut: CutText, related: readonly Snippet[], budget: Budget): Pin {
  const before = beforeHole(cut, budget);
  const most = prefixTokens(cut, budget);
  const fits = prefixWithin(before, most);
  return pinWith(fits === before ? before : prefixWithin(before, Math.floor(most * freshShare)), cut, related, budget);
}

/** A new hole in the same window where the cursor is still in it, so that the code before the hole need not be read again. */
function movedPin(pin: Pin, cut: CutText, related: readonly Snippet[], budget: Budget): Pin {
  const prefix = pin.path === cut.path ? prefixFrom(pin.prefix.slice(0, headLength), cut, budget) : undefined;
  return prefix === undefined ? freshPin(cut, related, budget) : pinWith(prefix, cut, pin.related, budget);
}

const pinWith = (prefix: string, cut: CutText, related: readonly Snippet[], budget: Budget): Pin => ({
  path: cut.path,
  related: relatedFor(budget, related),
  prefix,
  isFromStart: prefix === beforeHole(cut, budget),
  suffix: suffixOf(cut, budget),
  budget,
});

/** The code from where `head` stands to the hole, if that is a window of a good size. */
function prefixFrom(head: string, cut: CutText, budget: Budget): string | undefined {
  const before = beforeHole(cut, budget);
  const most = prefixTokens(cut, budget);
  const start = head === '' ? -1 : before.lastIndexOf(head);
  const tokens = start < 0 ? 0 : tokensIn(before.slice(start));
  // Where all there is has room, all of it is wanted: the person may have added an import.
  const isShort = start > 0 && (tokens < most * leastShare || tokensIn(before.slice(-most * stepInLine)) <= most);
  return start < 0 || tokens > most || isShort ? undefined : before.slice(start);
}

const prefixTokens = ({ path }: CutText, { prefix }: Budget): number => Math.max(0, prefix - tokensIn(path));

/** As many as have room, the most lasting first. */
function relatedFor(budget: Budget, related: readonly Snippet[]): readonly Snippet[] {
  let left = budget.related;
  return related.filter(({ path, text }) => {
    const tokens = tokensIn(path) + tokensIn(text) + headingTokens;
    if (tokens > left) return false;
    left -= tokens;
    return true;
  });
}

const beforeHole = ({ before }: CutText, { middle }: Budget): string => before.slice(0, holeAt(before, middle));

/** The start of the last line; where that has too many tokens, a place within it, with as much room again for what comes. */
function holeAt(before: string, tokens: number): number {
  let at = before.lastIndexOf('\n') + 1;
  if (tokensIn(before.slice(at)) <= tokens) return at;
  // Hardly any text has more tokens than characters.
  at = Math.max(at, before.length - tokens * stepInLine);
  at = Math.ceil(at / stepInLine) * stepInLine;
  while (at < before.length && tokensIn(before.slice(at)) > tokens / 2) at += stepInLine;
  return Math.min(at, before.length);
}

/** What an editor closed by itself is left out: the model closes what it opens, and tidying knows what stands there. */
function suffixOf({ after }: CutText, budget: Budget): string {
  const end = after.indexOf('\n');
  const rest = end < 0 ? after : after.slice(0, end);
  return suffixWithin(isOnlyClosing(rest) ? after.slice(rest.length) : after, budget.suffix);
}

/** What stands between the hole's start and the cursor; undefined where the code before the hole is not there. */
function typedSince({ prefix, isFromStart, budget }: Pin, cut: CutText): string | undefined {
  const { before } = cut;
  if (isFromStart) return before.startsWith(prefix) ? before.slice(prefix.length) : undefined;
  // A budget without room for a prefix.
  if (prefix === '') return before.slice(beforeHole(cut, budget).length);
  // A hole further back than this holds more than it may.
  const from = Math.max(0, before.length - prefix.length - budget.middle * stepInLine);
  const start = before.slice(from).lastIndexOf(prefix);
  return start < 0 ? undefined : before.slice(from + start + prefix.length);
}

const linesIn = (text: string): number => text.split('\n').length - 1;

/** Whether a hole at the cursor's line would have more than half of the prompt read again. */
function isDear(pin: Pin, cut: CutText): boolean {
  const next = movedPin(pin, cut, pin.related, pin.budget);
  const stays = tokensIn(relatedText(pin)) + (next.prefix.startsWith(pin.prefix) ? tokensIn(pin.prefix) : 0);
  const all = tokensIn(relatedText(next) + next.prefix + next.suffix + holeIn(next, cut).middle);
  return stays * 2 < all;
}

const relatedText = ({ related }: Pin): string => related.map(({ path, text }) => path + text).join('');

const isSame = (one: readonly Snippet[], other: readonly Snippet[]): boolean =>
  one.length === other.length &&
  one.every(({ path, text }, at) => other[at]?.path === path && other[at]?.text === text);

const isSameBudget = (one: Budget, other: Budget): boolean =>
  one.related === other.related &&
  one.prefix === other.prefix &&
  one.suffix === other.suffix &&
  one.middle === other.middle;
