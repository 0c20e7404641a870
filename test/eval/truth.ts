/**
 * What a model that knows the final text writes at a cursor with `before` in front of it: the final text from there on. Where
 * the person is elsewhere than the final text says, the place is the one that is preceded by the same lines; on a line the
 * final text does not have (a slip of the keys), the model goes on as far as the person has come.
 */
export function continuation(truth: string, before: string): string {
  if (truth.startsWith(before)) return truth.slice(before.length);
  return truth.slice(placeAfterSameLines(truth, before) ?? before.length);
}

/** Where in `truth` the longest end of `before` stands that holds its last line with something on it. */
function placeAfterSameLines(truth: string, before: string): number | undefined {
  const least = before.length - before.trimEnd().lastIndexOf('\n') - 1;
  if (before.trim() === '' || !truth.includes(before.slice(-least))) return undefined;
  let fits = least;
  let fails = before.length + 1;
  // If an end of `before` occurs, so does each shorter one.
  while (fails - fits > 1) {
    const middle = Math.floor((fits + fails) / 2);
    if (truth.includes(before.slice(-middle))) fits = middle;
    else fails = middle;
  }
  return nearest(truth, before.slice(-fits), before.length);
}

/** The end of the occurrence whose end is nearest to `wanted`. */
function nearest(truth: string, part: string, wanted: number): number {
  let best = truth.indexOf(part) + part.length;
  for (let at = truth.indexOf(part); at >= 0; at = truth.indexOf(part, at + 1))
    if (Math.abs(at + part.length - wanted) < Math.abs(best - wanted)) best = at + part.length;
  return best;
}
