import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatSession } from '../../../src/chat/session.ts';
import { end, lastReply, playing, sessionWith, settle, text, written } from './playing.ts';

const question = '<｜User｜>Go<｜Assistant｜><think>\n';

test('Answer now goes on from the closed thought in a second request, and stays one reply', async () => {
  const { engine, requests } = playing([text('First '), text('this'), 'wait'], [text('The answer.'), end()]);
  const { session } = sessionWith(engine);
  const sent = session.send('Go');
  await settle();
  assert.equal(lastReply(session).can.answerNow, true);
  await session.answerNow('2');
  await sent;
  assert.equal(written(requests[0]), question);
  assert.equal(written(requests[1]), `${question}First this\n</think>\n\n`);
  const reply = lastReply(session);
  assert.deepEqual([reply.state, reply.answer], ['complete', 'The answer.']);
  assert.deepEqual(
    [reply.thought?.text, reply.thought?.endedBy, reply.thought?.tokens],
    ['First this', 'answerNow', 2],
  );
  assert.equal(session.turns.length, 2);
});

test('every prompt that goes on begins with all that the model has read and written', async () => {
  const { engine, requests } = playing(
    [text('One\n'), 'wait'],
    [text('</think>'), text('\n\nHalf'), 'wait'],
    [text(' and whole.'), end()],
  );
  const { session } = sessionWith(engine);
  void session.send('Go');
  await settle();
  void session.answerNow('2');
  await settle();
  assert.equal(lastReply(session).answer, 'Half');
  session.stop();
  await session.continueAnswer('2');
  const [first, second, third] = requests.map(written);
  assert.equal(second, `${first}One\n</think>\n\n`);
  assert.equal(third, `${second}Half`);
  assert.equal(lastReply(session).answer, 'Half and whole.');
});

test('a thinking budget ends the trace by itself', async () => {
  const long = Array.from({ length: 600 }, (_, at) => text(`w${at} `));
  const { engine, requests } = playing([...long, 'wait'], [text('Done.'), end()]);
  const { session } = sessionWith(engine, { thinking: () => 'short' });
  await session.send('Go');
  const reply = lastReply(session);
  assert.deepEqual([reply.answer, reply.thought?.endedBy, reply.thought?.tokens], ['Done.', 'budget', 512]);
  assert.match(written(requests[1]), /w511 \n<\/think>\n\n$/);
});

test('a budget leaves room for an answer in a small context', async () => {
  const long = Array.from({ length: 2000 }, (_, at) => text(`w${at} `));
  const { engine } = playing([...long, 'wait'], [text('Done.'), end()]);
  const { session } = sessionWith(engine, { thinking: () => 'deep', contextLength: 1000 });
  await session.send('Go');
  assert.equal(lastReply(session).thought?.endedBy, 'budget');
  assert((lastReply(session).thought?.tokens ?? 0) <= 750);
});

test('without thinking the reply begins with an empty thought', async () => {
  const { engine, requests } = playing([text('At once.'), end()]);
  const { session } = sessionWith(engine);
  session.setThinking('off');
  await session.send('Go');
  assert.equal(written(requests[0]), `${question}\n</think>\n\n`);
  assert.equal(lastReply(session).thought, undefined);
  assert.equal(lastReply(session).answer, 'At once.');
});

const circles = Array.from({ length: 200 }, () => text('Wait, let me check the first case again. ', 9));

test('a trace that goes in circles is told, and may go on when the person says so', async () => {
  const { engine, requests } = playing([...circles, 'wait']);
  const { session } = sessionWith(engine);
  void session.send('Go');
  for (let turn = 0; turn < 300; turn++) await Promise.resolve();
  await settle();
  assert.equal(lastReply(session).thought?.loops, true);
  session.letItThink('2');
  assert.equal(lastReply(session).thought?.loops, undefined);
  assert.equal(requests.length, 1);
  session.stop();
});

test('where the setting says so a circle is ended by itself, within 300 tokens', async () => {
  const { engine } = playing([...circles, 'wait'], [text('Enough.'), end()]);
  const { session } = sessionWith(engine, { loopGuard: () => 'answerNow' });
  await session.send('Go');
  const reply = lastReply(session);
  assert.deepEqual([reply.answer, reply.thought?.endedBy], ['Enough.', 'loop']);
  assert((reply.thought?.tokens ?? 0) <= 300, `${reply.thought?.tokens} tokens`);
});

test('the model thinks on from an edited thought, beside the first reply', async () => {
  const { engine, requests } = playing(
    [text('It is 2.\n</think>\n\nTwo.'), end()],
    [text(' Surely.\n</think>\n\nThree.'), end()],
  );
  const { session } = sessionWith(engine);
  await session.send('Go');
  await session.editThought('2', 'It is 3.');
  assert.equal(written(requests[1]), `${question}It is 3.`);
  const reply = lastReply(session);
  assert.deepEqual([reply.thought?.text, reply.answer], ['It is 3. Surely.', 'Three.']);
  assert.equal(reply.thought?.edited, true);
  assert.deepEqual(reply.branch, { number: 2, count: 2 });
  session.showBranch(reply.id, 1);
  assert.equal(lastReply(session).answer, 'Two.');
});

test('a cut trace goes on, or is answered', async () => {
  const cut = [text('One, '), end('length', 32_768)];
  const { engine, requests } = playing(cut, [text('two.\n</think>\n\nSo: two.'), end()], cut, [
    text('So: one.'),
    end(),
  ]);
  const { session } = sessionWith(engine);
  await session.send('Go');
  assert.equal(lastReply(session).can.continueThinking, true);
  await session.continueThinking('2');
  assert.match(written(requests[1]), /<think>\nOne, $/);
  assert.deepEqual([lastReply(session).thought?.text, lastReply(session).answer], ['One, two.', 'So: two.']);
  await session.regenerate('2');
  await session.answerNow(lastReply(session).id);
  assert.equal(lastReply(session).answer, 'So: one.');
  assert.equal(lastReply(session).thought?.endedBy, 'answerNow');
});

const reply = 'First this.\n\nWait, that <think> is text.\n</think>\n\nThe `</think>` tag.\n';

test('a reply is the same for every cut of the stream, also where its trace is ended in the middle', async () => {
  const outcomes = new Set<string>();
  for (let size = 1; size <= 40; size++) {
    const pieces = reply.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
    const { engine } = playing([...pieces.map(piece => text(piece)), end()]);
    const { session } = sessionWith(engine);
    await session.send('Go');
    outcomes.add(whatIsRead(session));
  }
  assert.deepEqual([...outcomes], ['First this.\n\nWait, that <think> is text.|The `</think>` tag.']);
});

const whatIsRead = (session: ChatSession): string => `${lastReply(session).thought?.text}|${lastReply(session).answer}`;
