import { sharedStart } from './sharedStart.ts';

/** A part of the suffix may change by so many characters, and the prompt keeps the one it has. */
const smallChange = 32;

/** The same first line, and all else but one small place: the model sees as much in the one as in the other. */
export function isNear(one: string, other: string): boolean {
  if (one === other) return true;
  if (firstLine(one) !== firstLine(other)) return false;
  const start = sharedStart(one, other);
  const end = sharedEnd(one.slice(start), other.slice(start));
  return Math.max(one.length, other.length) - start - end <= smallChange;
}

const firstLine = (suffix: string): string => /^\s*[^\n]*/.exec(suffix)?.[0] ?? '';

function sharedEnd(one: string, other: string): number {
  let length = 0;
  const most = Math.min(one.length, other.length);
  while (length < most && one.charAt(one.length - 1 - length) === other.charAt(other.length - 1 - length)) length += 1;
  return length;
}
