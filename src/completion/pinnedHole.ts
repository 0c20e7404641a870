import type { Budget } from '../models/families.ts';
import { prefixWithin, suffixWithin } from '../context/promptWindow.ts';
import type { Snippet } from '../context/snippet.ts';
import { tokensIn } from '../context/tokens.ts';
import type { CutText } from '../context/window.ts';
import type { Hole } from '../prompt/fillInMiddle.ts';
import { isOnlyClosing } from './restOfLine.ts';

/** Lines typed in a hole before it is made anew. */
const linesInHole = 8;

/** Where making it anew reads more than half of the prompt again, it stays for so many lines. */
const linesInDearHole = 32;

/** In a line too long for the hole, characters by which the hole moves into it. */
const stepInLine = 64;

/** A part of the suffix may change by so many characters, and the prompt keeps the one it has. */
const smallChange = 32;

interface Pin {
  readonly path: string;
  readonly budget: Budget;
  readonly related: readonly Snippet[];
  /** All of the document up to the hole. */
  readonly before: string;
  readonly prefix: string;
  readonly suffix: string;
}

/**
 * Where the hole of the prompt lies. With a hole at the cursor each key would change the prefix, and the whole suffix behind
 * it would be evaluated again. So the hole is made at the start of a line and stays for the next ones: what is typed only
 * adds to the end of the prompt, and what the model wrote and the person took is in the engine's cache already.
 */
export class PinnedHole {
  #pin: Pin | undefined;

  /** The hole for a cursor: the one there is as long as it holds. `related` is taken only where all is read anew anyway. */
  at(cut: CutText, related: readonly Snippet[], budget: Budget): Hole {
    const pin = this.#pin;
    if (pin !== undefined && mayStay(pin, cut, budget)) return holeIn(pin, cut);
    const next = pinAt(cut, related, budget);
    // Code before the hole is the same from its start on: then only what follows is read anew.
    const goesOn = pin !== undefined && pin.path === next.path && next.prefix.startsWith(pin.prefix);
    this.#pin = goesOn ? pinAt(cut, pin.related, budget) : next;
    return holeIn(this.#pin, cut);
  }

  /** The hole made anew with all there is to know, for a moment when reading it costs nobody a wait. */
  renewed(cut: CutText, related: readonly Snippet[], budget: Budget): Hole {
    const pin = this.#pin;
    const isDear = pin !== undefined && mayStay(pin, cut, budget) && isSame(pin.related, related) && isDearAt(pin, cut);
    if (!isDear) this.#pin = pinAt(cut, related, budget);
    return this.at(cut, related, budget);
  }
}

/** The hole of a first completion: at the start of the cursor's line. */
export const freshHole = (cut: CutText, related: readonly Snippet[], budget: Budget): Hole =>
  holeIn(pinAt(cut, related, budget), cut);

/** The layout that the model was trained with: the hole is at the cursor and empty. Each key changes the prefix. */
export const classicHole = ({ path, before, after }: CutText, related: readonly Snippet[], budget: Budget): Hole => ({
  path,
  related,
  prefix: prefixWithin(before, budget.prefix + budget.middle - tokensIn(path)),
  suffix: suffixWithin(after, budget.suffix),
  middle: '',
});

function pinAt(cut: CutText, related: readonly Snippet[], budget: Budget): Pin {
  const before = cut.before.slice(0, holeAt(cut.before, budget.middle));
  return {
    path: cut.path,
    budget,
    related: budget.related === 0 ? [] : related,
    before,
    prefix: prefixWithin(before, budget.prefix - tokensIn(cut.path)),
    suffix: suffixOf(cut, budget),
  };
}

const holeIn = ({ path, related, before, prefix, suffix }: Pin, cut: CutText): Hole => ({
  path,
  related,
  prefix,
  suffix,
  middle: cut.before.slice(before.length),
});

/** The start of the last line; where that has too many tokens, a place within it, with as much room again for what comes. */
function holeAt(before: string, tokens: number): number {
  let at = before.lastIndexOf('\n') + 1;
  if (tokensIn(before.slice(at)) <= tokens) return at;
  // No text has more tokens than bytes, and hardly any more than characters.
  at = Math.max(at, before.length - tokens * stepInLine);
  at = Math.ceil(at / stepInLine) * stepInLine;
  while (at < before.length && tokensIn(before.slice(at)) > tokens / 2) at += stepInLine;
  return Math.min(at, before.length);
}

/** What an editor closed by itself is left out: the model closes what it opens, and tidying knows what stands there. */
function suffixOf({ after }: CutText, budget: Budget): string {
  const end = after.indexOf('\n');
  const rest = end < 0 ? after : after.slice(0, end);
  const lines = isOnlyClosing(rest) ? after.slice(rest.length) : after;
  return suffixWithin(lines, budget.suffix);
}

function mayStay(pin: Pin, cut: CutText, budget: Budget): boolean {
  if (pin.path !== cut.path || !isSameBudget(pin.budget, budget)) return false;
  if (!cut.before.startsWith(pin.before) || !isNear(pin.suffix, suffixOf(cut, budget))) return false;
  const typed = cut.before.slice(pin.before.length);
  const lines = typed.split('\n').length - 1;
  const most = lines > linesInHole && isDearAt(pin, cut) ? linesInDearHole : linesInHole;
  return lines <= most && tokensIn(typed) <= budget.middle;
}

const isSameBudget = (one: Budget, other: Budget): boolean =>
  one.related === other.related &&
  one.prefix === other.prefix &&
  one.suffix === other.suffix &&
  one.middle === other.middle;

/** Whether a hole at the cursor's line would have more than half of the prompt read again. */
function isDearAt(pin: Pin, cut: CutText): boolean {
  const next = pinAt(cut, pin.related, pin.budget);
  const lasting = next.prefix.startsWith(pin.prefix)
    ? tokensIn(relatedText(pin) + pin.prefix)
    : tokensIn(relatedText(pin));
  const { middle } = holeIn(next, cut);
  const all = tokensIn(relatedText(next) + next.prefix + next.suffix + middle);
  return lasting * 2 < all;
}

const relatedText = ({ related }: Pin): string => related.map(({ path, text }) => path + text).join('');

const isSame = (one: readonly Snippet[], other: readonly Snippet[]): boolean =>
  one.length === other.length &&
  one.every(({ path, text }, at) => other[at]?.path === path && other[at]?.text === text);

/** The same first line, and all else but one small place: the model sees as much in the one as in the other. */
function isNear(one: string, other: string): boolean {
  if (one === other) return true;
  if (firstLine(one) !== firstLine(other)) return false;
  const start = sharedStart(one, other);
  const end = sharedEnd(one.slice(start), other.slice(start));
  return Math.max(one.length, other.length) - start - end <= smallChange;
}

const firstLine = (suffix: string): string => /^\s*[^\n]*/.exec(suffix)?.[0] ?? '';

function sharedStart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one.charAt(at) === other.charAt(at)) at += 1;
  return at;
}

function sharedEnd(one: string, other: string): number {
  let length = 0;
  const most = Math.min(one.length, other.length);
  while (length < most && one.charAt(one.length - 1 - length) === other.charAt(other.length - 1 - length)) length += 1;
  return length;
}
