import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatSession } from '../../../src/chat/session.ts';
import { emptyChat } from '../../../src/chat/tree.ts';
import type { TurnView } from '../../../src/shared/chat.ts';
import type { Generator } from '../../../src/shared/engine.ts';
import { Failure } from '../../../src/shared/failure.ts';
import {
  cut,
  end,
  inShort,
  lastReply,
  modelOf,
  playing,
  seeded,
  sessionWith,
  settle,
  text,
  written,
} from './scripted.ts';

const said = (answer: string) => [text(`hm</think>${answer}`), end];

test('a reply is split into its reasoning and its answer', async () => {
  const { engine } = playing([text('Let me see.\n'), text('</think>\n\nIt '), text('works.'), end]);
  const { session } = sessionWith(engine);
  await session.send('Does it work?');
  const reply = lastReply(session);
  assert.equal(reply.state, 'complete');
  assert.equal(reply.thought?.text, 'Let me see.');
  assert.equal(reply.thought?.ended, true);
  assert.equal(reply.answer, 'It works.');
  assert.equal(reply.ending, undefined);
});

test('a reply is the same however its stream is cut', async () => {
  const whole = 'Let me see.\n\nWait, a < b.\n</think>\n\n    indented\nIt `</think>` works.';
  for (let size = 1; size <= 40; size++) {
    const { session } = sessionWith(playing([...cut(whole, size), end]).engine);
    await session.send('Go');
    const { thought, answer } = lastReply(session);
    assert.equal(thought?.text, 'Let me see.\n\nWait, a < b.', `pieces of ${size}`);
    assert.equal(answer, '    indented\nIt `</think>` works.', `pieces of ${size}`);
    assert.equal(
      thought?.tokens,
      Math.ceil('Let me see.\n\nWait, a < b.\n</think>'.length / size),
      `pieces of ${size}`,
    );
  }
});

test('later turns are asked with the answers but without the reasoning', async () => {
  const { engine, requests } = playing(said('Yes.'), said('Still.'));
  const { session } = sessionWith(engine);
  await session.send('One?');
  await session.send('Two?');
  assert.equal(
    written(requests[1]),
    '<｜User｜>One?<｜Assistant｜>Yes.<｜end▁of▁sentence｜><｜User｜>Two?<｜Assistant｜><think>\n',
  );
});

test('an attached selection goes into the prompt in DeepSeek’s file form and stays on the turn', async () => {
  const { engine, requests } = playing([text('</think>It adds.'), end]);
  const { session } = sessionWith(engine);
  const attachment = {
    id: 'selection:a.ts:3',
    kind: 'selection' as const,
    label: 'a.ts:3',
    path: 'a.ts',
    languageId: 'typescript',
    text: 'a + b',
  };
  await session.send('Explain this code.', [attachment]);
  assert.equal(
    requests[0]?.prompt?.[1],
    '[file name]: a.ts\n[file content begin]\na + b\n[file content end]\nExplain this code.',
  );
  assert.deepEqual(session.turns[0], {
    role: 'user',
    id: '1',
    text: 'Explain this code.',
    attachments: [{ ...attachment, tokens: 3 }],
  });
});

test('Stop keeps what was written, is there at once and adds nothing after', async () => {
  const { engine } = playing([text('hm</think>Part'), 'wait', text(' of it'), end]);
  const { session } = sessionWith(engine);
  const sent = session.send('Go');
  await settle();
  assert.equal(session.isRunning, true);
  session.stop();
  assert.equal(session.isRunning, false);
  assert.equal(lastReply(session).state, 'stopped');
  await sent;
  assert.equal(lastReply(session).answer, 'Part');
});

test('a failure in mid-stream keeps the partial answer and Retry asks the same again, as a branch', async () => {
  const { engine, requests } = playing([text('hm</think>Half'), new Failure('engineDied')], said('Whole.'));
  const { session } = sessionWith(engine);
  await session.send('Go');
  const broken = lastReply(session);
  assert.deepEqual([broken.state, broken.answer, broken.problem?.sentence], ['error', 'Half', 'told: engineDied']);
  await session.retry(broken.id);
  assert.deepEqual(inShort(session), ['Go', 'complete: Whole.']);
  assert.deepEqual(lastReply(session).branch, { number: 2, count: 2 });
  assert.deepEqual(requests[1]?.prompt, requests[0]?.prompt);
});

test('Retry replaces a failed reply that wrote nothing', async () => {
  const { engine } = playing([new Failure('engineDied')], said('Whole.'));
  const { session } = sessionWith(engine);
  await session.send('Go');
  await session.retry(lastReply(session).id);
  assert.deepEqual(inShort(session), ['Go', 'complete: Whole.']);
  assert.equal(lastReply(session).branch, undefined);
  assert.equal(lastReply(session).problem, undefined);
});

test('no engine at all becomes the sentence of the reply', async () => {
  const { session } = sessionWith(playing().engine, { reach: () => Promise.reject(new Failure('noModel')) });
  await session.send('Go');
  assert.equal(lastReply(session).problem?.sentence, 'told: noModel');
});

test('a new question ends the running reply first', async () => {
  const { engine } = playing([text('hm</think>Old'), 'wait'], said('New.'));
  const { session } = sessionWith(engine);
  const first = session.send('One?');
  await settle();
  await session.send('Two?');
  await first;
  assert.deepEqual(inShort(session), ['One?', 'stopped: Old', 'Two?', 'complete: New.']);
});

test('an edited question is a branch with the same attachments, and the old one can be shown again', async () => {
  const { engine, requests } = playing(said('One.'), said('Two.'));
  const { session } = sessionWith(engine);
  const attachment = { id: 'a', kind: 'file', label: 'a.ts', path: 'a.ts', languageId: 'ts', text: '1' } as const;
  await session.send('Frist?', [attachment]);
  await session.editMessage('1', 'First?');
  assert.deepEqual(inShort(session), ['First?', 'complete: Two.']);
  assert.deepEqual(session.turns[0]?.branch, { number: 2, count: 2 });
  assert.equal(session.turns[0]?.role === 'user' && session.turns[0].attachments[0]?.path, 'a.ts');
  assert.match(written(requests[1]), /1\n\[file content end\]\nFirst\?/);
  session.showBranch('3', 1);
  assert.deepEqual(inShort(session), ['Frist?', 'complete: One.']);
  await settle();
  assert.equal(session.chat.turns.length, 4);
});

test('a regenerated reply is a branch with the chosen temperature, and says what wrote it', async () => {
  const { engine, requests } = playing(said('One.'), said('Two.'), said('Three.'));
  const labels = ['R1 7B', 'R1 7B', 'R1 14B'];
  const reach = async () => modelOf(engine, { label: labels[requests.length] ?? '' });
  const { session } = sessionWith(engine, { reach });
  await session.send('Go');
  await session.regenerate('2', { temperature: 0.9 });
  assert.equal(lastReply(session).writtenBy, 'R1 7B, temperature 0.9');
  assert.deepEqual(
    requests.map(({ sampling }) => sampling),
    [
      { temperature: 0.6, topP: 0.95 },
      { temperature: 0.9, topP: 0.95 },
    ],
  );
  session.showBranch('3', 1);
  assert.equal(lastReply(session).writtenBy, undefined);
  await session.send('Again');
  assert.equal(lastReply(session).writtenBy, 'R1 14B');
});

test('what the person leaves out is not sent from that question on, on this path', async () => {
  const { engine, requests } = playing(said('A1'), said('A2'), said('A3'), said('A4'), said('B2'));
  const { session } = sessionWith(engine);
  await session.send('Q1');
  await session.send('Q2');
  await session.send('Q3', [], { leavesOut: '2' });
  await session.send('Q4');
  const prompt = written(requests[3]);
  assert(!prompt.includes('Q1') && !prompt.includes('A1'));
  for (const kept of ['Q2', 'A2', 'Q3', 'A3', 'Q4']) assert(prompt.includes(kept), kept);
  await session.editMessage('3', 'Q2 again');
  assert.match(written(requests[4]), /Q1.*A1.*Q2 again/);
});

test('a question whose reply came to nothing is still told', async () => {
  const { engine, requests } = playing([new Failure('engineDied')], said('Yes.'));
  const { session } = sessionWith(engine);
  await session.send('One?');
  await session.send('Two?');
  assert.equal(written(requests[1]), '<｜User｜>One?<｜User｜>Two?<｜Assistant｜><think>\n');
});

test('the chat holds a running reply as an interrupted one, and another window goes on from it', async () => {
  const { engine } = playing([text('Let me see.'), 'wait']);
  const { session } = sessionWith(engine);
  void session.send('Go');
  await settle();
  const { chat } = session;
  assert.equal(lastReply(session).state, 'streaming');
  const other = playing([text(' And on.\n</think>\n\nYes.'), end]);
  const { session: later } = sessionWith(other.engine, {}, chat);
  const reply = lastReply(later);
  assert.deepEqual([reply.state, reply.ending, reply.thought?.cutOff], ['stopped', 'interrupted', true]);
  assert.deepEqual(reply.can.continueThinking, true);
  await later.continueThinking(reply.id);
  assert.equal(lastReply(later).thought?.text, 'Let me see. And on.');
  assert.equal(lastReply(later).answer, 'Yes.');
  session.stop();
});

test('ids go on above the highest of a stored chat', async () => {
  const turns = [{ role: 'user', id: '41', parent: undefined, at: 0, text: 'Old?', attachments: [] }] as const;
  const { session } = sessionWith(playing(said('Yes.')).engine, {}, { ...emptyChat('c', 0, ''), turns });
  await session.send('New?');
  assert.deepEqual(
    session.turns.map(({ id }) => id),
    ['41', '42', '43'],
  );
});

test('title, panel and thinking belong to the chat', async () => {
  const { session, changes } = sessionWith(playing(said('Yes.')).engine);
  await session.send('Why is the sky blue?\nSay it shortly.');
  assert.equal(session.chat.title, 'Why is the sky blue?');
  session.rename('  Sky ');
  session.setPanel('2', true);
  session.setPanel('99', true);
  changes.length = 0;
  session.setThinking('deep');
  assert.deepEqual(changes, [{ kind: 'turns' }]);
  assert.deepEqual(
    [session.chat.title, session.chat.openedByHand, session.chat.thinking],
    ['Sky', { 2: true }, 'deep'],
  );
  session.rename('');
  assert.equal(session.chat.title, 'Why is the sky blue?');
});

test('what was sent can be read until the window closes', async () => {
  const { engine, requests } = playing(said('Yes.'));
  const { session } = sessionWith(engine);
  await session.send('Go');
  const sent = session.sent('2');
  assert.deepEqual(sent?.input.prompt, requests[0]?.prompt);
  assert.deepEqual(
    [sent?.label, sent?.maxTokens, sent?.sampling.temperature, sent?.usage?.promptTokens],
    ['R1 7B', 32_768, 0.6, 1],
  );
  assert.equal(session.sent('1'), undefined);
  assert.equal(sessionWith(engine, {}, session.chat).session.sent('2'), undefined);
});

test('waiting is told with how far it is, and the words go with the first text', async () => {
  const steps = [{ kind: 'waiting', stage: 'reading', done: 0.25 } as const, 'wait' as const];
  const { session } = sessionWith(playing(steps).engine);
  const sent = session.send('Go');
  assert.equal(lastReply(session).waiting, 'starting');
  await settle();
  assert.deepEqual([lastReply(session).waiting, lastReply(session).waitingDone], ['reading', 0.25]);
  session.stop();
  await sent;
  assert.equal(lastReply(session).waiting, undefined);
});

test('an unknown id and what cannot be done change nothing', async () => {
  const { engine, requests } = playing(said('Yes.'));
  const { session, changes } = sessionWith(engine);
  await session.send('Go');
  const before = session.chat;
  changes.length = 0;
  for (const id of ['1', '2', '99', '__proto__', 'toString']) {
    await session.answerNow(id);
    await session.continueAnswer(id);
    await session.continueThinking(id);
    session.letItThink(id);
    session.showBranch(id, 2);
  }
  for (const id of ['1', '99', '__proto__']) {
    await session.retry(id);
    await session.regenerate(id);
    await session.editThought(id, 'x');
    session.setPanel(id, true);
  }
  await session.editMessage('2', 'x');
  assert.equal(session.chat, before);
  assert.deepEqual(changes, []);
  assert.equal(requests.length, 1);
});

/** Everything a person can do, on turns chosen by chance. */
const deeds: readonly ((session: ChatSession, id: string, pick: number) => unknown)[] = [
  session => session.send('q'),
  session => session.stop(),
  (session, id) => session.editMessage(id, 'e'),
  (session, id, pick) => session.regenerate(id, pick % 2 === 0 ? { temperature: 0.9 } : {}),
  (session, id) => session.retry(id),
  (session, id, pick) => session.showBranch(id, 1 + (pick % 3)),
  (session, id) => session.answerNow(id),
  (session, id) => session.continueThinking(id),
  (session, id) => session.continueAnswer(id),
  (session, id) => session.editThought(id, 't'),
  (session, id) => session.letItThink(id),
  (session, id, pick) => session.setThinking((['off', 'short', 'normal', 'deep'] as const)[pick % 4] ?? 'off'),
  (session, id) => session.setPanel(id, true),
];

const plays = [
  [text('a'), text('b</think>c'), 'wait' as const],
  [text('a'), 'wait' as const],
  [new Failure('engineDied')],
  [text('a</think>b'), text('c'), end],
  [text('a'), end],
  [text('b'), new Failure('engineDied')],
];

/** An engine that goes on after a stop, as one may whose pieces are on their way. */
const deaf = (engine: Generator): Generator => ({
  generate: request => engine.generate(request, new AbortController().signal),
});

/** Counts the requests that are neither at their end nor given up. */
function counting(engine: Generator): { engine: Generator; open: () => number } {
  const signals = new Set<AbortSignal>();
  const generate: Generator['generate'] = async function* (request, signal) {
    signals.add(signal);
    try {
      yield* engine.generate(request, signal);
    } finally {
      signals.delete(signal);
    }
  };
  return { engine: { generate }, open: () => [...signals].filter(({ aborted }) => !aborted).length };
}

/** Never blank: a reply without an answer, or with half of one, has a reason. */
const saysWhy = (turn: TurnView): boolean =>
  turn.role === 'user' ||
  turn.state === 'stopped' ||
  (turn.state === 'complete' && turn.answer !== '') ||
  (turn.ending ?? turn.problem) !== undefined;

const textsOf = (session: ChatSession): string => JSON.stringify(session.chat.turns);

test('0 characters are added after Stop in 1,000 seeded orders of everything, and never two replies run', async () => {
  for (let seed = 1; seed <= 1000; seed++) {
    const random = seeded(seed);
    const { engine } = playing(...Array.from({ length: 40 }, () => plays[random(plays.length)] ?? []));
    const counted = counting(seed % 2 === 0 ? engine : deaf(engine));
    const { session } = sessionWith(counted.engine, { loopGuard: () => 'answerNow' });
    for (let step = 0; step < 8; step++) {
      const turnIds = session.chat.turns.map(({ id }) => id);
      const deed = deeds[random(4) === 0 ? 0 : random(deeds.length)];
      const known = new Set(turnIds);
      void deed?.(session, turnIds[random(Math.max(1, turnIds.length))] ?? '0', random(12));
      assert(counted.open() <= 1, `seed ${seed}: ${counted.open()} running`);
      const streaming = session.turns.filter(turn => turn.role === 'assistant' && turn.state === 'streaming');
      assert(streaming.length <= 1, `seed ${seed}: ${streaming.length} streaming`);
      assert(
        [...known].every(id => session.chat.turns.some(turn => turn.id === id)),
        `seed ${seed}: a turn is lost`,
      );
      if (random(3) === 0) await settle();
    }
    session.stop();
    for (const turn of session.turns) assert(saysWhy(turn), `seed ${seed}: ${JSON.stringify(turn)}`);
    const stopped = textsOf(session);
    assert.deepEqual([session.isRunning, counted.open()], [false, 0]);
    await settle();
    await settle();
    assert.equal(textsOf(session), stopped, `seed ${seed}: something came after Stop`);
  }
});
