import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatSession } from '../../../src/chat/session.ts';
import { Failure } from '../../../src/shared/failure.ts';
import { end, familyNamed, lastReply, playing, sessionWith, settle, text, written } from './playing.ts';

const attachment = {
  id: 'selection:a.ts:3',
  kind: 'selection' as const,
  label: 'a.ts:3',
  path: 'a.ts',
  languageId: 'typescript',
  text: 'a + b',
};

test('a reply is split into its reasoning and its answer', async () => {
  const { engine } = playing([text('Let me see.\n'), text('</think>\n\nIt '), text('works.'), end()]);
  const { session } = sessionWith(engine);
  await session.send('Does it work?');
  const reply = lastReply(session);
  assert.equal(reply.state, 'complete');
  assert.equal(reply.thought?.text, 'Let me see.');
  assert.equal(reply.thought?.ended, true);
  assert.equal(reply.answer, 'It works.');
});

test('later turns are asked with the answers but without the reasoning', async () => {
  const { engine, requests } = playing([text('hm</think>Yes.'), end()], [text('ok</think>Still.'), end()]);
  const { session } = sessionWith(engine);
  await session.send('One?');
  await session.send('Two?');
  assert.equal(
    written(requests[1]),
    '<｜User｜>One?<｜Assistant｜>Yes.<｜end▁of▁sentence｜><｜User｜>Two?<｜Assistant｜><think>\n',
  );
});

test('an attachment goes into the prompt in DeepSeek’s file form and stays on the turn', async () => {
  const { engine, requests } = playing([text('</think>It adds.'), end()]);
  const { session } = sessionWith(engine);
  await session.send('Explain this code.', [attachment]);
  assert.equal(
    requests[0]?.prompt?.[1],
    '[file name]: a.ts\n[file content begin]\na + b\n[file content end]\nExplain this code.',
  );
  const asked = session.turns[0];
  assert(asked?.role === 'user');
  assert.deepEqual(asked.attachments, [{ ...attachment, tokens: 3 }]);
});

test('what the person leaves out is not sent from then on', async () => {
  const play = [text('</think>Yes.'), end()];
  const { engine, requests } = playing(play, play, play, play);
  const { session } = sessionWith(engine);
  await session.send('One?');
  await session.send('Two?');
  await session.send('Three?', [], { leavesOut: '2' });
  await session.send('Four?');
  assert.doesNotMatch(written(requests[2]), /One/);
  assert.doesNotMatch(written(requests[3]), /One/);
  assert.match(written(requests[3]), /Two[\s\S]*Three[\s\S]*Four/);
});

test('Stop keeps what was written and adds nothing after', async () => {
  const { engine } = playing([text('hm</think>Part'), 'wait', text(' of it'), end()]);
  const { session } = sessionWith(engine);
  const sent = session.send('Go');
  await settle();
  session.stop();
  await sent;
  assert.equal(lastReply(session).state, 'stopped');
  assert.equal(lastReply(session).answer, 'Part');
  assert.equal(lastReply(session).can.continueAnswer, true);
});

test('a failure in mid-stream keeps the partial answer, and Retry asks the same again beside it', async () => {
  const { engine, requests } = playing(
    [text('hm</think>Half'), new Failure('engineDied')],
    [text('hm</think>Whole.'), end()],
  );
  const { session } = sessionWith(engine);
  await session.send('Go');
  const broken = lastReply(session);
  assert.deepEqual([broken.state, broken.answer, broken.problem?.sentence], ['error', 'Half', 'told: engineDied']);
  await session.retry(broken.id);
  assert.equal(lastReply(session).answer, 'Whole.');
  assert.deepEqual(lastReply(session).branch, { number: 2, count: 2 });
  assert.deepEqual(requests[1]?.prompt, requests[0]?.prompt);
});

test('a reply that failed without a word makes place for the next one', async () => {
  const { engine } = playing([new Failure('engineDied')], [text('hm</think>Whole.'), end()]);
  const { session } = sessionWith(engine);
  await session.send('Go');
  await session.retry(lastReply(session).id);
  assert.equal(lastReply(session).branch, undefined);
  assert.equal(session.chat.turns.length, 2);
});

test('no engine at all becomes the sentence of the reply', async () => {
  const { engine } = playing();
  const { session } = sessionWith(engine, { reach: () => Promise.reject(new Failure('noModel')) });
  await session.send('Go');
  assert.equal(lastReply(session).problem?.sentence, 'told: noModel');
});

test('a new question ends the running reply first', async () => {
  const { engine } = playing([text('hm</think>Old'), 'wait'], [text('hm</think>New.'), end()]);
  const { session } = sessionWith(engine);
  const first = session.send('One?');
  await settle();
  await session.send('Two?');
  await first;
  const states = session.turns.map(turn => (turn.role === 'assistant' ? turn.state : turn.text));
  assert.deepEqual(states, ['One?', 'stopped', 'Two?', 'complete']);
});

test('a question that is edited and an answer that is written anew are branches; each can be gone back to', async () => {
  const answer = (said: string) => [text(`</think>${said}`), end()];
  const { engine, requests } = playing(answer('A1'), answer('A2'), answer('B1'), answer('C'));
  const { session } = sessionWith(engine, {});
  await session.send('A?');
  await session.regenerate('2', { temperature: 0.9 });
  assert.equal(requests[1]?.sampling.temperature, 0.9);
  assert.equal(lastReply(session).answer, 'A2');
  assert.equal(lastReply(session).writtenBy, 'R1, T 0.9');
  await session.editMessage('1', 'B?');
  assert.deepEqual(said(session), ['B?', 'B1']);
  await session.send('C?');
  assert.deepEqual(said(session), ['B?', 'B1', 'C?', 'C']);
  session.showBranch('4', 1);
  assert.deepEqual(said(session), ['A?', 'A2']);
  session.showBranch('3', 1);
  assert.deepEqual(said(session), ['A?', 'A1']);
  session.showBranch('1', 2);
  assert.deepEqual(said(session), ['B?', 'B1', 'C?', 'C']);
  assert.equal(session.chat.title, 'A?');
});

const said = (session: ChatSession): readonly string[] =>
  session.turns.map(turn => (turn.role === 'user' ? turn.text : turn.answer));

test('a reply that ends inside its reasoning says so, and one without a word as well', async () => {
  const { engine } = playing([text('hm'), end('length', 32_768)], [text('hm</think>'), end()], [end()]);
  const { session } = sessionWith(engine);
  await session.send('Go');
  assert.equal(lastReply(session).thought?.cutOff, true);
  assert.equal(lastReply(session).ending, 'lengthLimit');
  assert.equal(lastReply(session).can.continueThinking, true);
  await session.send('Go');
  assert.equal(lastReply(session).ending, 'empty');
  assert.equal(lastReply(session).can.answerNow, true);
  await session.send('Go');
  assert.equal(lastReply(session).thought?.cutOff ?? lastReply(session).ending, 'empty');
});

test('a full context says so, with the longer one and what it costs', async () => {
  const { engine } = playing([text('hm</think>It is'), end('length', 100)]);
  const { session } = sessionWith(engine, { contextLength: 3000, longestContext: 10_000, cacheBytesPerToken: 10 });
  await session.send('Go');
  const { ending, can } = lastReply(session);
  assert.equal(ending, 'contextFull');
  assert.deepEqual(can.raiseContext, { tokens: 4096, bytes: 10_960 });
  assert.equal(can.continueAnswer, false);
});

test('what is stored of a running reply is what a crash leaves: interrupted, and able to go on', async () => {
  const { engine } = playing([text('hm</think>Half'), 'wait'], [text(' and whole.'), end()]);
  const first = sessionWith(engine);
  void first.session.send('Go');
  await settle();
  const { session } = sessionWith(engine, { chat: structuredClone(first.session.chat) });
  const reply = lastReply(session);
  assert.deepEqual([reply.state, reply.answer, reply.ending], ['stopped', 'Half', 'interrupted']);
  await session.continueAnswer(reply.id);
  assert.deepEqual([lastReply(session).state, lastReply(session).answer], ['complete', 'Half and whole.']);
  assert.equal(session.turns.length, 2);
});

test('what was sent can be looked at, with what the engine counted', async () => {
  const { engine, requests } = playing([text('hm</think>Yes.'), end()]);
  const { session } = sessionWith(engine);
  await session.send('Go');
  const sent = session.sent('2');
  assert.deepEqual(sent?.input.prompt, requests[0]?.prompt);
  assert.equal(sent?.usage?.promptTokens, 1);
  assert.equal(session.sent('7'), undefined);
});

test('a model of another family can be stopped and asked again, and no more', async () => {
  const { engine } = playing([text('It is'), end('length', 5)]);
  const { session } = sessionWith(engine, { family: familyNamed('template') });
  await session.send('Go');
  const { can, ending } = lastReply(session);
  assert.equal(ending, 'contextFull');
  assert.deepEqual(can, { answerNow: false, continueThinking: false, continueAnswer: false, editThought: false });
});

test('in 1,000 seeded orders of all that can be done there is one running reply at most, and after Stop no character more', async () => {
  for (let seed = 1; seed <= 1000; seed++) {
    const { engine } = playing(
      ...Array.from({ length: 24 }, () => [text('a'), text('b'), text('</think>c'), text('d'), 'wait' as const]),
    );
    const { session } = sessionWith(engine);
    let state = seed;
    const next = (below: number): number => {
      state = (state * 48271) % 2147483647;
      return state % below;
    };
    for (let step = 0; step < 10; step++) {
      const id = String(1 + next(8));
      const acts: readonly (() => unknown)[] = [
        () => session.send(`q${step}`),
        () => session.send(`q${step}`),
        () => session.answerNow(id),
        () => session.continueThinking(id),
        () => session.continueAnswer(id),
        () => session.editThought(id, 'edited'),
        () => session.editMessage(id, 'edited'),
        () => session.regenerate(id),
        () => session.retry(id),
        () => session.showBranch(id, 1 + next(3)),
        () => session.letItThink(id),
      ];
      void acts[next(acts.length)]?.();
      if (next(3) === 0) await settle();
      if (next(4) === 0) await stopsForGood(session, seed);
    }
    await stopsForGood(session, seed);
  }
});

async function stopsForGood(session: ChatSession, seed: number): Promise<void> {
  const running = session.turns.filter(turn => turn.role === 'assistant' && turn.state === 'streaming');
  assert(running.length <= 1, `seed ${seed}: ${running.length} running`);
  session.stop();
  const stored = JSON.stringify(session.chat.turns);
  const shown = JSON.stringify(session.turns);
  await settle();
  assert.equal(JSON.stringify(session.chat.turns), stored, `seed ${seed}`);
  assert.equal(JSON.stringify(session.turns), shown, `seed ${seed}`);
  assert(!session.turns.some(turn => turn.role === 'assistant' && turn.state === 'streaming'), `seed ${seed}`);
}
