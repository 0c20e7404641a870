import type { Place, Suggestion } from '../place.ts';
import { cutAtLinesBelow, dropLastLinesBelow } from './belowAgain.ts';
import { betweenLines } from './between.ts';
import { stopAtBlockEnd } from './blockEnd.ts';
import { dropAnnouncement } from './chat.ts';
import { leaveClosersBelow } from './closers.ts';
import { unwrapFence } from './fence.ts';
import { fitFirstLine } from './firstLine.ts';
import { matchIndentation } from './indentation.ts';
import { lineEndBefore } from './gap.ts';
import { hidesSomething } from './invisible.ts';
import { fitLineAfter } from './lineAfter.ts';
import { isBlank } from './lines.ts';
import { cutLoop } from './loop.ts';
import { cutAtMarks } from './marks.ts';
import { limitLines } from './maxLines.ts';
import { stopAfterStatement } from './statement.ts';
import { leaveNoOpenBlock } from './openBlock.ts';
import type { Draft, Step } from './step.ts';
import { stopAtTalk } from './talk.ts';
import { trimEnds } from './trailing.ts';
import { dropTypedAgain } from './typedAgain.ts';
import { dropUnfinishedLine, keepWholeLines } from './unfinished.ts';
import { unixLines } from './unixLines.ts';

/** Find the answer in what the model wrote. */
const opening: readonly Step[] = [unixLines, cutAtMarks, dropAnnouncement, unwrapFence];
/** Fit its beginning to the cursor and its lines to the document. */
const fitting: readonly Step[] = [dropTypedAgain, fitFirstLine, matchIndentation];
/**
 * Find its end: each of these may end the text, and more text behind that changes nothing. The last two look back from
 * a later line, so they come when the others have had their say; in another order a stop could come too early.
 */
const ending: readonly Step[] = [
  limitLines,
  stopAtTalk,
  stopAtBlockEnd,
  leaveClosersBelow,
  stopAfterStatement,
  cutAtLinesBelow,
  cutLoop,
];
/** What only the whole text can tell. */
const finishing: readonly Step[] = [dropLastLinesBelow, fitLineAfter];

const run = (steps: readonly Step[], draft: Draft, place: Place): Draft =>
  steps.reduce((soFar, step) => step(soFar, place), draft);

const draftOf = (text: string): Draft => ({ text, replaceSuffix: 0, isEnded: false });

/**
 * From what the model wrote after the cursor to the ghost text; undefined if nothing is worth showing. `reason` is how
 * the stream ended: "length" means in the middle of whatever it was writing.
 */
export function tidy(text: string, place: Place, reason: 'stop' | 'length'): Suggestion | undefined {
  const opened = run(opening, draftOf(text), place);
  const between = betweenLines(opened.text, place);
  const spot = between?.place ?? place;
  const [first, last] = reason === 'length' ? stepsOfCut(between !== undefined) : [[], []];
  const ended = run([...first, ...fitting, ...ending, ...finishing, ...last], opened, spot);
  const { text: shown, replaceSuffix } = trimEnds(ended, spot);
  const isNew = !isBlank(shown) && shown !== place.window.lineAfter.slice(0, replaceSuffix);
  if (!isNew || hidesSomething(shown)) return undefined;
  const insert = shown + (between?.lineEnd ?? lineEndBefore(ended.text, place));
  return { insert: insert.replaceAll('\n', place.eol), replaceSuffix };
}

/** What comes first and last if a limit cut the text. */
const stepsOfCut = (isBetween: boolean): readonly [readonly Step[], readonly Step[]] => [
  [isBetween ? keepWholeLines : dropUnfinishedLine],
  [leaveNoOpenBlock],
];

/** Whether one of the rules has ended the text within these whole lines. */
export function isEndedWithin(lines: string, place: Place): boolean {
  const opened = run(opening, draftOf(lines), place);
  // Behind blank lines the line that the person has begun may still come again.
  if (isBlank(opened.text)) return opened.isEnded;
  const between = betweenLines(opened.text, place);
  return run([...fitting, ...ending, fitLineAfter], opened, between?.place ?? place).isEnded;
}
