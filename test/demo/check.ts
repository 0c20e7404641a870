/** node check.ts: what the committed demo models show at many places of the sample, and what they reply to its questions. */
import { demoEngine, explainLines, ghostTextAt, replyTo, suggestionAt } from './demoEngine.ts';
import { expectedAnswers } from './expectedAnswers.ts';
import { functions } from './functions.ts';
import {
  closedLineCursors,
  isFinishedBy,
  type LineCursor,
  lineCursors,
  lineStarts,
  pinnedLineStarts,
} from './lineCursors.ts';
import { documentAt, places } from './places.ts';
import { locateFunction } from './sample.ts';

const engine = demoEngine();
const print = (line: string): void => void process.stdout.write(`${line}\n`);
try {
  await checkPlaces();
  await checkLines('line starts', lineStarts());
  await checkLines('line starts, the hole pinned 1 to 8 lines above', pinnedLineStarts());
  await checkLines('places within lines', lineCursors());
  await checkLines('places within lines, brackets closed by the editor', closedLineCursors());
  await checkQuestions();
} finally {
  await engine.dispose();
}

async function checkPlaces(): Promise<void> {
  let right = 0;
  for (const place of places) {
    const { document, offset } = documentAt(place);
    const text = await ghostTextAt(engine, document, offset);
    if (text === place.expected) right++;
    else print(`${place.path} ${JSON.stringify(place.typed)}: ${JSON.stringify(text)}`);
  }
  print(`places: ${right} of ${places.length} exact`);
}

async function checkLines(name: string, cursors: readonly LineCursor[]): Promise<void> {
  const wrong: LineCursor[] = [];
  for (const cursor of cursors) if (!isFinishedBy(await suggestionAt(engine, cursor), cursor)) wrong.push(cursor);
  const right = cursors.length - wrong.length;
  print(`${name}: ${right} of ${cursors.length} finished, ${((100 * right) / cursors.length).toFixed(1)} %`);
}

async function checkQuestions(): Promise<void> {
  let right = 0;
  for (const { question, words } of expectedAnswers) {
    const reply = await replyTo(engine, [{ role: 'user', text: question }]);
    const answer = reply.split('</think>')[1] ?? '';
    if (words.every(word => answer.includes(word))) right++;
    else print(`${question}: ${JSON.stringify(reply)}`);
  }
  print(`questions: ${right} of ${expectedAnswers.length} answered`);
  let explained = 0;
  for (const known of functions) {
    const { path, startLine, functionLine, endLine } = locateFunction(known.name);
    for (const start of new Set([startLine, functionLine])) {
      const reply = await replyTo(engine, [{ role: 'user', text: explainLines(path, start, endLine) }]);
      const expected = `The selected code is \`${known.name}\` from ${path}. ${known.thought}\n</think>\n\n${known.answer}`;
      if (reply === expected) explained++;
      else print(`explain ${known.name} from line ${start}: ${JSON.stringify(reply)}`);
    }
  }
  print(`selections: ${explained} explained word for word`);
}
