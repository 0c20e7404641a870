import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Prompt } from '../../../src/shared/engine.ts';
import { Failure } from '../../../src/shared/failure.ts';
import {
  cut,
  end,
  ended,
  familyNamed,
  inShort,
  lastReply,
  modelOf,
  playing,
  sessionWith,
  settle,
  text,
  written,
} from './scripted.ts';

const asked = '<｜User｜>Go<｜Assistant｜><think>\n';

/** All pieces but the last are the same, and the last has only grown. */
function extendsPrompt(later: Prompt = [], earlier: Prompt = []): void {
  assert.deepEqual(later.slice(0, earlier.length - 1), earlier.slice(0, -1));
  const [now, before] = [later[earlier.length - 1], earlier.at(-1)];
  if (typeof now === 'string' && typeof before === 'string') assert(now.startsWith(before), `${before} → ${now}`);
  else assert.deepEqual(now, before);
}

test('Answer now closes the trace, keeps the prompt that was read, and stays one reply', async () => {
  for (let size = 1; size <= 40; size++) {
    const { engine, requests } = playing(
      [...cut('Let me see.\n\nWait', size), 'wait'],
      [...cut('The answer.', size), end],
    );
    const { session } = sessionWith(engine);
    const sent = session.send('Go');
    while (lastReply(session).thought?.text !== 'Let me see.\n\nWait') await settle();
    assert.equal(lastReply(session).can.answerNow, true);
    await session.answerNow('2');
    await sent;
    assert.equal(written(requests[1]), `${asked}Let me see.\n\nWait\n</think>\n\n`);
    extendsPrompt(requests[1]?.prompt, requests[0]?.prompt);
    assert.deepEqual(inShort(session), ['Go', 'complete: The answer.']);
    const { thought } = lastReply(session);
    assert.deepEqual(
      [thought?.text, thought?.endedBy, thought?.ended, thought?.cutOff],
      ['Let me see.\n\nWait', 'answerNow', true, false],
    );
  }
});

test('a trace that ends with a line end gets no second one before the tag', async () => {
  const { engine, requests } = playing([text('Done.\n'), 'wait'], [text('Yes.'), end]);
  const { session } = sessionWith(engine);
  const sent = session.send('Go');
  await settle();
  await session.answerNow('2');
  await sent;
  assert.equal(written(requests[1]), `${asked}Done.\n</think>\n\n`);
});

test('a closing tag and blank lines that the model writes after Answer now are not shown', async () => {
  const answers = ['</think>\n\nYes.', '\n\n</think> Yes.', '\n\n\nYes.', 'Well, so be it.\n</think>\nYes.'];
  for (const answer of answers)
    for (let size = 1; size <= 20; size++) {
      const { engine } = playing([text('Hm.'), 'wait'], [...cut(answer, size), end]);
      const { session } = sessionWith(engine);
      const sent = session.send('Go');
      await settle();
      await session.answerNow('2');
      await sent;
      assert.equal(lastReply(session).answer, 'Yes.', `${JSON.stringify(answer)} in pieces of ${size}`);
    }
});

test('a closing tag that was being written when the person asked for the answer is not part of the trace', async () => {
  const { engine, requests } = playing([text('Hm.\n</thi'), 'wait'], [text('Yes.'), end]);
  const { session } = sessionWith(engine);
  const sent = session.send('Go');
  await settle();
  await session.answerNow('2');
  await sent;
  assert.equal(written(requests[1]), `${asked}Hm.\n</think>\n\n`);
  assert.equal(lastReply(session).thought?.text, 'Hm.');
});

test('the indentation of an answer that begins with code stays after Answer now', async () => {
  const { engine } = playing([text('Hm.'), 'wait'], [text('    code\nprose'), end]);
  const { session } = sessionWith(engine);
  const sent = session.send('Go');
  await settle();
  await session.answerNow('2');
  await sent;
  assert.equal(lastReply(session).answer, '    code\nprose');
});

test('after Answer now the trace’s clock stands and no waiting is shown', async () => {
  const reading = { kind: 'waiting', stage: 'reading', done: 0.5 } as const;
  const { engine } = playing([text('Hm.'), 'wait'], [reading, 'wait']);
  const { session } = sessionWith(engine);
  const sent = session.send('Go');
  await settle();
  void session.answerNow('2');
  await settle();
  const reply = lastReply(session);
  assert.deepEqual([reply.state, reply.waiting, reply.thought?.ended], ['streaming', undefined, true]);
  const { elapsed } = lastReply(session).thought ?? {};
  assert.equal(lastReply(session).thought?.elapsed, elapsed);
  assert.equal(reply.can.answerNow, false);
  session.stop();
  await sent;
});

test('Answer now also helps a stopped reply that has a trace and no answer', async () => {
  const { engine, requests } = playing([text('Hm. '), 'wait'], [text('Yes.'), end]);
  const { session } = sessionWith(engine);
  const sent = session.send('Go');
  await settle();
  session.stop();
  await sent;
  assert.deepEqual(lastReply(session).can, {
    answerNow: true,
    continueThinking: true,
    continueAnswer: false,
    editThought: true,
  });
  await session.answerNow('2');
  // What the engine's cache holds is the text as it was written, with the blank.
  assert.equal(written(requests[1]), `${asked}Hm. \n</think>\n\n`);
  assert.deepEqual(inShort(session), ['Go', 'complete: Yes.']);
  assert.equal(lastReply(session).thought?.endedBy, 'answerNow');
  assert.equal(lastReply(session).ending, undefined);
});

test('a trace that has used up its budget is closed, and the reply goes on with the answer', async () => {
  const tokens = Array.from({ length: 600 }, (_, at) => text(`w${at} `));
  const { engine, requests } = playing([...tokens, end], [text('Yes.'), end]);
  const { session } = sessionWith(engine, { thinking: () => 'short' });
  await session.send('Go');
  const { thought, answer } = lastReply(session);
  assert.deepEqual([thought?.tokens, thought?.endedBy, thought?.budget, answer], [512, 'budget', 512, 'Yes.']);
  assert.match(written(requests[1]), /w511 \n<\/think>\n\n$/);
  extendsPrompt(requests[1]?.prompt, requests[0]?.prompt);
});

test('thinking that is off begins with an empty trace, and a trace the model begins all the same is closed', async () => {
  const { engine, requests } = playing([text('Yes.'), end], [text('<think>hm'), text(' hm'), end], [text('No.'), end]);
  const { session } = sessionWith(engine, { thinking: () => 'off' });
  await session.send('Go');
  assert.equal(written(requests[0]), `${asked}\n</think>\n\n`);
  assert.deepEqual([lastReply(session).thought, lastReply(session).answer], [undefined, 'Yes.']);
  await session.regenerate('2');
  assert.deepEqual([lastReply(session).thought?.text, lastReply(session).answer], ['hm', 'No.']);
  assert.equal(requests.length, 3);
});

test('a model that thinks although it was told not to has its thoughts shown as such, with their tokens and time', async () => {
  const { engine } = playing([text('Let me '), text('see.\n'), text('</think>\n\n'), text('Yes.'), end]);
  const { session } = sessionWith(engine, { thinking: () => 'off' });
  await session.send('Go');
  const { thought, answer, stats } = lastReply(session);
  assert.deepEqual([thought?.text, thought?.tokens, answer], ['Let me see.', 3, 'Yes.']);
  assert((thought?.elapsed ?? 0) > 0);
  assert((stats?.secondsToAnswer ?? 0) * 1000 > (thought?.elapsed ?? 0));
});

test('the thinking of the chat wins over the setting', async () => {
  const { engine, requests } = playing([text('Yes.'), end]);
  const { session } = sessionWith(engine, { thinking: () => 'deep' });
  session.setThinking('off');
  await session.send('Go');
  assert.match(written(requests[0]), /<\/think>\n\n$/);
});

const circles = Array.from({ length: 120 }, () => text('So the answer must be the same as before.\n'));

test('a trace in circles offers Answer now until the person lets it think', async () => {
  const { engine } = playing([...circles, 'wait', end]);
  const { session } = sessionWith(engine);
  const sent = session.send('Go');
  while ((lastReply(session).thought?.tokens ?? 0) < circles.length) await settle();
  assert.equal(lastReply(session).thought?.loops, true);
  session.letItThink('2');
  assert.equal(lastReply(session).thought?.loops, undefined);
  session.stop();
  await sent;
});

test('a trace in circles is closed by itself where the setting says so, and left alone where it is off', async () => {
  const plays = [
    [...circles, text('</think>No.'), end],
    [text('Yes.'), end],
  ] as const;
  const closing = sessionWith(playing(...plays).engine, { loopGuard: () => 'answerNow' });
  await closing.session.send('Go');
  const { thought, answer } = lastReply(closing.session);
  assert.deepEqual([thought?.endedBy, answer], ['loop', 'Yes.']);
  assert((thought?.tokens ?? circles.length) < circles.length);
  const off = sessionWith(playing(...plays).engine, { loopGuard: () => 'off' });
  await off.session.send('Go');
  assert.deepEqual([lastReply(off.session).thought?.endedBy, lastReply(off.session).answer], [undefined, 'No.']);
});

test('Continue thinking goes on in the same trace, and its time and tokens add up', async () => {
  const { engine, requests } = playing(
    [text('One. '), text('Two.\n'), ended('length')],
    [text('Three.'), text('</think>Yes.'), end],
  );
  const { session } = sessionWith(engine);
  await session.send('Go');
  const before = lastReply(session);
  assert.deepEqual([before.ending, before.thought?.cutOff, before.can.continueThinking], ['lengthLimit', true, true]);
  await session.continueThinking('2');
  assert.equal(written(requests[1]), `${asked}One. Two.\n`);
  const { thought, answer, ending, branch } = lastReply(session);
  assert.equal(thought?.text, 'One. Two.\nThree.');
  assert.deepEqual([answer, ending, branch, thought?.cutOff], ['Yes.', undefined, undefined, false]);
  assert.equal(thought?.tokens, 4);
  assert((thought?.elapsed ?? 0) > (before.thought?.elapsed ?? 0));
});

test('an answer that was cut, stopped or failed goes on in its place, from exactly what was written', async () => {
  const cuts = [[ended('length')], ['wait'], [new Failure('engineDied')]] as const;
  for (const howItEnds of cuts) {
    const { engine, requests } = playing(
      [text('hm.'), text('</think>\n\nIt '), ...howItEnds],
      [text('works.'), ended('length')],
      [text(' Really.'), end],
    );
    const { session } = sessionWith(engine);
    const sent = session.send('Go');
    await settle();
    session.stop();
    await sent;
    assert.equal(lastReply(session).can.continueAnswer, true);
    await session.continueAnswer('2');
    await session.continueAnswer('2');
    assert.deepEqual(inShort(session), ['Go', 'complete: It works. Really.']);
    assert.equal(written(requests[1]), `${asked}hm.</think>\n\nIt `);
    assert.equal(written(requests[2]), `${asked}hm.</think>\n\nIt works.`);
    extendsPrompt(requests[2]?.prompt, requests[1]?.prompt);
    assert.equal(lastReply(session).problem, undefined);
  }
});

test('an edited trace is a branch that begins with the edited text and goes on', async () => {
  const { engine, requests } = playing([text('Wrong.</think>No.'), end], [text(' So yes.</think>Yes.'), end]);
  const { session } = sessionWith(engine);
  await session.send('Go');
  await session.editThought('2', 'Right.');
  assert.equal(written(requests[1]), `${asked}Right.`);
  const reply = lastReply(session);
  assert.deepEqual(inShort(session), ['Go', 'complete: Yes.']);
  assert.deepEqual([reply.branch?.number, reply.branch?.count], [2, 2]);
  assert.deepEqual([reply.thought?.text, reply.thought?.edited], ['Right. So yes.', true]);
  session.showBranch(reply.id, 1);
  assert.deepEqual([lastReply(session).answer, lastReply(session).thought?.edited], ['No.', undefined]);
});

test('an empty reply says so, whichever way it is empty', async () => {
  for (const pieces of [[], [text('hm')], [text('hm</think>\n\n')], [text('  \n')]]) {
    const { session } = sessionWith(playing([...pieces, end]).engine);
    await session.send('Go');
    assert.deepEqual([lastReply(session).state, lastReply(session).ending], ['complete', 'empty']);
  }
});

test('a full context says so and offers the next longer one with its memory, and to go on once there is room', async () => {
  const { engine } = playing([text('hm'), ended('length', 3000, 1096)]);
  let contextLength = 4096;
  const model = () => modelOf(engine, { contextLength, longestContext: 10_000, cacheBytesPerToken: 10 });
  const { session } = sessionWith(engine, { reach: async () => model(), known: model });
  await session.send('Go');
  const full = lastReply(session);
  assert.equal(full.ending, 'contextFull');
  assert.deepEqual(full.can, {
    answerNow: false,
    continueThinking: false,
    continueAnswer: false,
    editThought: true,
    raiseContext: { tokens: 8192, bytes: 40_960 },
  });
  contextLength = 8192;
  const { can } = lastReply(session);
  assert.deepEqual([can.answerNow, can.continueThinking, can.raiseContext], [true, true, undefined]);
});

test('a reply that others follow is not gone on with in its place', async () => {
  const { engine, requests } = playing([text('hm</think>Half'), ended('length')], [text('</think>Yes.'), end]);
  const { session } = sessionWith(engine);
  await session.send('Go');
  await session.send('On');
  const [, reply] = session.turns;
  assert(reply?.role === 'assistant');
  assert.deepEqual([reply.can.continueAnswer, reply.can.editThought], [false, true]);
  await session.continueAnswer('2');
  assert.equal(requests.length, 2);
});

for (const id of ['template', 'chatml'])
  test(`the trace of a model of the family ${id} is shown, but cannot be steered`, async () => {
    const pieces = [text('<think>hm'), ...circles, text('</think>Half'), ended('length')];
    const { engine, requests } = playing(pieces, [text('<think>hm'), 'wait'], [text('Yes.'), end]);
    const { session } = sessionWith(engine, {
      reach: async () => modelOf(engine, { family: familyNamed(id) }),
      loopGuard: () => 'answerNow',
      thinking: () => 'off',
    });
    await session.send('Go');
    const reply = lastReply(session);
    assert.match(reply.thought?.text ?? '', /^hm/);
    assert.deepEqual([reply.answer, reply.ending, reply.thought?.budget], ['Half', 'lengthLimit', undefined]);
    assert(!Object.values(reply.can).some(Boolean));
    await session.continueAnswer('2');
    await session.editThought('2', 'no');
    assert.deepEqual(lastReply(session), reply);
    const sent = session.send('More');
    await settle();
    assert.equal(lastReply(session).can.answerNow, false);
    await session.answerNow('4');
    await settle();
    assert.equal(lastReply(session).state, 'streaming');
    assert.equal(requests.length, 2);
    session.stop();
    await sent;
    await session.regenerate('4');
    assert.equal(lastReply(session).answer, 'Yes.');
  });

test('a failure while going on keeps what was there', async () => {
  const { engine } = playing([text('hm</think>Half'), ended('length')], [new Failure('engineDied')]);
  const { session } = sessionWith(engine);
  await session.send('Go');
  await session.continueAnswer('2');
  const reply = lastReply(session);
  assert.deepEqual([reply.state, reply.answer, reply.thought?.text], ['error', 'Half', 'hm']);
  assert.deepEqual([reply.problem?.sentence, reply.can.continueAnswer], ['told: engineDied', true]);
});

test('a reply that is gone on with is the same however its streams are cut', async () => {
  const thought = 'One.\n\nWait, two.\n\n';
  const rest = 'So three.\n</think>\n\nIt `</think>`\n\n';
  for (let size = 1; size <= 40; size++) {
    const { engine, requests } = playing(
      [...cut(thought, size), ended('length')],
      [...cut(rest, size), ended('length')],
      [...cut('    works.', size), end],
    );
    const { session } = sessionWith(engine);
    await session.send('Go');
    await session.continueThinking('2');
    await session.continueAnswer('2');
    const reply = lastReply(session);
    assert.equal(reply.thought?.text, 'One.\n\nWait, two.\n\nSo three.', `pieces of ${size}`);
    assert.equal(reply.answer, 'It `</think>`\n\n    works.', `pieces of ${size}`);
    assert.equal(written(requests[2]), asked + thought + rest, `pieces of ${size}`);
    extendsPrompt(requests[1]?.prompt, requests[0]?.prompt);
    extendsPrompt(requests[2]?.prompt, requests[1]?.prompt);
  }
});

test('a trace that a person wants to go on has a budget of its own, also where thinking is off', async () => {
  const { engine } = playing([text('a'), ended('length')], [text('b'), 'wait']);
  const { session } = sessionWith(engine);
  await session.send('Go');
  session.setThinking('off');
  const sent = session.continueThinking('2');
  await settle();
  assert.deepEqual([lastReply(session).state, lastReply(session).thought?.budget], ['streaming', 1 + 512]);
  session.stop();
  await sent;
});

test('Answer now asks once more where a trace was followed by nothing', async () => {
  const { engine, requests } = playing([text('hm\n</think>\n\n'), end], [text('Yes.'), end]);
  const { session } = sessionWith(engine);
  await session.send('Go');
  await session.answerNow('2');
  assert.equal(written(requests[1]), `${asked}hm\n</think>\n\n`);
  assert.deepEqual([lastReply(session).answer, lastReply(session).ending], ['Yes.', undefined]);
  assert.equal(lastReply(session).thought?.endedBy, undefined);
});

test('a model that begins another trace after its budget is not asked again and again', async () => {
  const trace = Array.from({ length: 520 }, (_, at) => text(`w${at} `));
  const { engine, requests } = playing(trace, [text('<think>'), ...trace, text('</think>Yes.'), end]);
  const { session } = sessionWith(engine, { thinking: () => 'short' });
  await session.send('Go');
  assert.equal(requests.length, 2);
  assert.equal(lastReply(session).answer, 'Yes.');
});
