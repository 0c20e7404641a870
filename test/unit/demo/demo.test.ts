import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, describe, test, type TestContext } from 'node:test';
import { z } from 'zod';
import { demoEngine, explainLines, ghostTextAt, replyTo, suggestionAt } from '../../demo/demoEngine.ts';
import { expectedAnswers } from '../../demo/expectedAnswers.ts';
import { functions } from '../../demo/functions.ts';
import {
  closedLineCursors,
  isFinishedBy,
  type LineCursor,
  lineCursors,
  lineStarts,
  pinnedLineStarts,
} from '../../demo/lineCursors.ts';
import { documentAt, places } from '../../demo/places.ts';
import { locateFunction, sampleFiles } from '../../demo/sample.ts';

const questions = z
  .object({
    completion: z.object({ file: z.string(), line: z.number(), typed: z.string(), expected: z.string() }),
    question: z.string(),
    explain: z.object({ file: z.string(), startLine: z.number(), endLine: z.number() }),
    suggestions: z.array(z.string()),
  })
  .parse(JSON.parse(readFileSync(new URL('../../demo/questions.json', import.meta.url), 'utf8')));

/** A reply that is whole: a trace, its end mark once, and an answer. */
function parts(reply: string): { thought: string; answer: string } {
  const [thought = '', answer = '', ...more] = reply.split('</think>');
  assert.notEqual(thought.trim(), '', 'a trace');
  assert.notEqual(answer.trim(), '', 'an answer');
  assert.equal(more.length, 0, 'one end of the trace');
  assert.ok(!reply.includes('<think>') && !reply.includes('｜'), 'no other mark');
  return { thought: thought.trim(), answer: answer.trim() };
}

describe('the demo models', () => {
  const engine = demoEngine();
  after(() => engine.dispose());
  const ask = (question: string) => replyTo(engine, [{ role: 'user', text: question }]);

  test('are the two that the families know', async () => {
    const { completion, chat } = await engine.check(new AbortController().signal);
    assert.equal('name' in completion && completion.name, 'Deepwell Demo Coder');
    assert.equal('name' in chat && chat.name, 'Deepwell Demo R1');
  });

  test('finish the unfinished function of the sample', async () => {
    const { file, line, typed, expected } = questions.completion;
    const document = sampleFiles.find(({ path }) => path === file);
    assert.ok(document);
    const before = document.text.split('\n').slice(0, line).join('\n');
    const text = before + typed + document.text.slice(before.length);
    assert.equal(await ghostTextAt(engine, { ...document, text }, before.length + typed.length), expected);
  });

  test('complete at least 80 of 100 places where people type, exactly', async context => {
    assert.ok(places.length >= 40);
    const wrong: string[] = [];
    for (const place of places) {
      const { document, offset } = documentAt(place);
      const text = await ghostTextAt(engine, document, offset);
      if (text !== place.expected) wrong.push(`${place.path} ${JSON.stringify(place.typed)}: ${JSON.stringify(text)}`);
    }
    context.diagnostic(`${places.length - wrong.length} of ${places.length} completions exact`);
    assert.ok(wrong.length <= places.length * 0.2, wrong.join('\n'));
  });

  /** Fails where fewer of the cursors' lines are finished than this share. */
  async function assertFinishes(share: number, cursors: readonly LineCursor[], context: TestContext): Promise<void> {
    const wrong: string[] = [];
    for (const cursor of cursors) {
      const suggestion = await suggestionAt(engine, cursor);
      if (!isFinishedBy(suggestion, cursor))
        wrong.push(`${cursor.document.path} "${cursor.line}": ${suggestion?.insert}`);
    }
    context.diagnostic(`${cursors.length - wrong.length} of ${cursors.length} lines finished`);
    assert.ok(cursors.length > 100 && wrong.length <= cursors.length * (1 - share), wrong.join('\n'));
  }

  test('write at least 95 of 100 lines of the sample from their start', context =>
    assertFinishes(0.95, lineStarts(), context));

  test('write them as well when the lines before were typed since the hole was pinned', context =>
    // One of its up to eight pins for each line.
    assertFinishes(
      0.95,
      pinnedLineStarts().filter((_, index) => index % 8 === 5),
      context,
    ));

  test('finish at least nine of ten lines of the sample from cursors within them', context =>
    assertFinishes(0.9, lineCursors(), context));

  test('finish at least eight of ten lines in which the editor has closed the brackets', context =>
    assertFinishes(0.8, closedLineCursors(), context));

  for (const { question, words } of expectedAnswers)
    test(`answer "${question}"`, async () => {
      const { answer } = parts(await ask(question));
      for (const word of words) assert.ok(answer.includes(word), `${word} in ${answer}`);
    });

  for (const question of [questions.question, ...questions.suggestions])
    test(`know the suggested question "${question}"`, async () => {
      assert.doesNotMatch(parts(await ask(question)).answer, /only know this sample/);
    });

  for (const { name } of functions)
    test(`explain the selected function ${name}`, async () => {
      const { path, functionLine, endLine } = locateFunction(name);
      const { thought, answer } = parts(await ask(explainLines(path, functionLine, endLine)));
      assert.ok(thought.includes(name), thought);
      assert.ok(answer.startsWith(`\`${name}\``), answer);
    });

  test('explain the selection that the demonstration makes', async () => {
    const { file, startLine, endLine } = questions.explain;
    assert.match(parts(await ask(explainLines(file, startLine, endLine))).answer, /^`nextHighTide`/);
  });

  test('explain a function selected with its comment and a blank line', async () => {
    const { path, startLine, endLine } = locateFunction('tideAt');
    assert.match(parts(await ask(explainLines(path, startLine - 1, endLine))).answer, /^`tideAt`/);
  });

  test('answer the second question of a conversation and not the first', async () => {
    const first = parts(await ask('What does tideAt do?'));
    const reply = await replyTo(engine, [
      { role: 'user', text: 'What does tideAt do?' },
      { role: 'assistant', text: first.answer },
      { role: 'user', text: 'Where does my code go?' },
    ]);
    assert.match(parts(reply).answer, /Nowhere/);
  });
});
