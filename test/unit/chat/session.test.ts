import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChatSession, type Change, type ChatModel } from '../../../src/chat/session.ts';
import { families } from '../../../src/models/families.ts';
import type { GenerateRequest, Generator, Piece } from '../../../src/shared/engine.ts';
import { Failure } from '../../../src/shared/failure.ts';
import { silent } from '../../../src/shared/log.ts';
import type { AssistantTurnView } from '../../../src/shared/chat.ts';

const family = families.find(one => one.id === 'deepseek-r1');
assert(family);

type Step = Piece | Failure | 'wait';
const text = (said: string): Piece => ({ kind: 'text', text: said, tokens: 1 });
const end: Piece = {
  kind: 'end',
  reason: 'stop',
  usage: { promptTokens: 1, evaluatedTokens: 1, generatedTokens: 1 },
};

/** Plays one list of steps for each request; "wait" lasts until the request is aborted. */
function playing(...plays: readonly (readonly Step[])[]): { engine: Generator; requests: GenerateRequest[] } {
  const requests: GenerateRequest[] = [];
  const engine: Generator = {
    async *generate(request, signal) {
      const steps = plays[requests.length] ?? [];
      requests.push(request);
      for (const step of steps) {
        await Promise.resolve();
        signal.throwIfAborted();
        if (step === 'wait') await aborted(signal);
        else if (step instanceof Failure) throw step;
        else yield step;
      }
    },
  };
  return { engine, requests };
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true }));

function sessionWith(engine: Generator, reach?: () => Promise<ChatModel>) {
  const changes: Change[] = [];
  let time = 0;
  const session = new ChatSession({
    reach: reach ?? (async () => ({ engine, family: family as NonNullable<typeof family> })),
    tell: failure => ({ sentence: `told: ${failure.kind}` }),
    now: () => (time += 10),
    log: silent,
    changed: change => changes.push(change),
  });
  return { session, changes };
}

const lastReply = (session: ChatSession): AssistantTurnView => {
  const turn = session.turns.at(-1);
  assert(turn?.role === 'assistant');
  return turn;
};

const settle = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

test('a reply is split into its reasoning and its answer', async () => {
  const { engine } = playing([text('Let me see.\n'), text('</think>\n\nIt '), text('works.'), end]);
  const { session } = sessionWith(engine);
  await session.send('Does it work?');
  const reply = lastReply(session);
  assert.equal(reply.state, 'complete');
  assert.equal(reply.thought?.text, 'Let me see.');
  assert.equal(reply.thought?.ended, true);
  assert.equal(reply.answer, 'It works.');
});

test('later turns are asked with the answers but without the reasoning', async () => {
  const { engine, requests } = playing([text('hm</think>Yes.'), end], [text('ok</think>Still.'), end]);
  const { session } = sessionWith(engine);
  await session.send('One?');
  await session.send('Two?');
  const written = requests[1]?.prompt?.map(part => (typeof part === 'string' ? part : part.mark)).join('');
  assert.equal(written, '<｜User｜>One?<｜Assistant｜>Yes.<｜end▁of▁sentence｜><｜User｜>Two?<｜Assistant｜><think>\n');
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

test('Stop keeps what was written and adds nothing after', async () => {
  const { engine } = playing([text('hm</think>Part'), 'wait', text(' of it'), end]);
  const { session } = sessionWith(engine);
  const sent = session.send('Go');
  await settle();
  session.stop();
  await sent;
  assert.equal(lastReply(session).state, 'stopped');
  assert.equal(lastReply(session).answer, 'Part');
});

test('a failure in mid-stream keeps the partial answer and Retry asks the same again', async () => {
  const { engine, requests } = playing(
    [text('hm</think>Half'), new Failure('engineDied')],
    [text('hm</think>Whole.'), end],
  );
  const { session } = sessionWith(engine);
  await session.send('Go');
  const broken = lastReply(session);
  assert.deepEqual([broken.state, broken.answer, broken.problem?.sentence], ['error', 'Half', 'told: engineDied']);
  await session.retry(broken.id);
  assert.equal(lastReply(session).answer, 'Whole.');
  assert.equal(session.turns.length, 2);
  assert.deepEqual(requests[1]?.prompt, requests[0]?.prompt);
});

test('no engine at all becomes the sentence of the reply', async () => {
  const { engine } = playing();
  const { session } = sessionWith(engine, () => Promise.reject(new Failure('noModel')));
  await session.send('Go');
  assert.equal(lastReply(session).problem?.sentence, 'told: noModel');
});

test('a new question ends the running reply first', async () => {
  const { engine } = playing([text('hm</think>Old'), 'wait'], [text('hm</think>New.'), end]);
  const { session } = sessionWith(engine);
  const first = session.send('One?');
  await settle();
  await session.send('Two?');
  await first;
  const states = session.turns.map(turn => (turn.role === 'assistant' ? turn.state : turn.text));
  assert.deepEqual(states, ['One?', 'stopped', 'Two?', 'complete']);
});

test('a new chat is empty and the reply that was running changes nothing any more', async () => {
  const { engine } = playing([text('hm</think>Old'), 'wait']);
  const { session } = sessionWith(engine);
  const sent = session.send('One?');
  await settle();
  session.newChat();
  await sent;
  assert.deepEqual(session.turns, []);
});

test('a reply that ends inside its reasoning says so', async () => {
  const { engine } = playing([text('hm'), { ...end, reason: 'length' }]);
  const { session } = sessionWith(engine);
  await session.send('Go');
  assert.equal(lastReply(session).thought?.cutOff, true);
  assert.equal(lastReply(session).ending, 'lengthLimit');
});

test('with 500 seeded orders of asking, stopping and starting anew there is never more than one running reply', async () => {
  for (let seed = 1; seed <= 500; seed++) {
    const { engine } = playing(...Array.from({ length: 8 }, () => [text('a'), text('b</think>c'), 'wait' as const]));
    const { session } = sessionWith(engine);
    let state = seed;
    for (let step = 0; step < 8; step++) {
      state = (state * 48271) % 2147483647;
      const sent = state % 4 < 2 ? session.send(`q${step}`) : undefined;
      if (state % 4 === 2) session.stop();
      if (state % 4 === 3) session.newChat();
      if (state % 3 === 0) await settle();
      void sent;
    }
    await settle();
    const running = session.turns.filter(turn => turn.role === 'assistant' && turn.state === 'streaming');
    assert(running.length <= 1, `seed ${seed}: ${running.length} running`);
    session.stop();
    await settle();
    assert(!session.turns.some(turn => turn.role === 'assistant' && turn.state === 'streaming'), `seed ${seed}`);
  }
});
