import type { StepView } from '../../shared/chat.ts';

/** How far a character is looked for in the source: further than any mark of Markdown is long. */
const reach = 200;

/**
 * Where places of the source lie in what is shown of it. What is shown is the source without its marks ("-", "`"), so each
 * shown character is looked for in the source from where the last one was; blanks are laid out anew and do not count.
 * `offsets` ascend. A place that is not shown (yet) is undefined.
 */
export function shownPlaces(
  source: string,
  shown: string,
  offsets: readonly number[],
): readonly (number | undefined)[] {
  const places: number[] = [];
  let from = 0;
  for (let at = 0; at < shown.length && places.length < offsets.length; at++) {
    const character = shown[at] ?? '';
    if (isBlank(character)) continue;
    const found = indexNear(source, character, from);
    // The page may show a character that the source has not: the name of one that is invisible.
    if (found === undefined) continue;
    from = found + 1;
    while (places.length < offsets.length && found >= (offsets[places.length] ?? Number.POSITIVE_INFINITY))
      places.push(at);
  }
  return offsets.map((_, at) => places[at]);
}

const isBlank = (character: string): boolean => character.trim() === '';

function indexNear(source: string, character: string, from: number): number | undefined {
  const end = Math.min(source.length, from + reach);
  for (let at = from; at < end; at++) if (source[at] === character) return at;
  return undefined;
}

/** Words with which a model turns back on what it thought, and not just on to the next thing. */
const turnsBack = /^(?:wait|alternatively|but|actually|hmm|hold on|however|no)$/i;

export const isTurningBack = (step: StepView): boolean => turnsBack.test(step.turn);

/** The first words of a step, without its turn word and without marks. */
export function stepWords(trace: string, { at, turn }: StepView): string {
  const line = trace.slice(at, at + reach).trimStart();
  const rest = turn !== '' && line.startsWith(turn) ? line.slice(turn.length).replace(/^[\s,.:;…!?-]+/, '') : line;
  return (rest.split('\n', 1)[0] ?? '').replaceAll('`', '');
}

/** The places in a text where something that is looked for stands, as start and end. Case does not matter, nor how lines break. */
export function matchesOf(text: string, query: string): readonly (readonly [number, number])[] {
  const words = query.trim();
  if (words === '') return [];
  const pattern = words.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replaceAll(/\s+/g, String.raw`\s+`);
  return [...text.matchAll(new RegExp(pattern, 'giu'))].map(({ index, 0: match }) => [index, index + match.length]);
}
