import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { freshHole } from '../../../../src/completion/pin.ts';
import { normalBudget } from '../../../../src/context/budget.ts';
import { cutAt } from '../../../../src/context/window.ts';
import { familyOf, reasoner } from '../../../../src/models/families.ts';
import { conversationPrompt } from '../../../../src/prompt/conversation.ts';
import { fillInMiddlePrompt } from '../../../../src/prompt/fillInMiddle.ts';
import type { Piece, Prompt } from '../../../../src/shared/engine.ts';
import {
  chatOf,
  completionOf,
  never,
  readTexts,
  replyOf,
  scriptedModels,
  startEngine,
  type TestEngine,
} from './testEngine.ts';

const trace = 'Okay, the user says hi. The user is kind.\n';
const answer = '\n\n**Hello** `world` — ünï😀, 日本語, 👩‍👩‍👧!\n\n- one\n- one';
const counting = 'I count and I count. ';
const middle = 'return a + b;\n  const a = a + b; // 🙂\n}';

let running: TestEngine;
let end: () => Promise<void> = () => Promise.resolve();
after(() => end());

before(async () => {
  running = await startEngine({ after: ended => void (end = ended) }, async folder => ({
    models: await scriptedModels(folder, {
      coder: [{ says: middle }, { says: '42;', after: ' ' }, { says: 'never ending ', after: '~', endless: true }],
      r1: [
        { says: `${trace}</think>${answer}` },
        { says: 'What is it? Four.</think>\n\nThe answer is 4.', when: '?' },
        { says: counting, when: '!', endless: true },
      ],
    }),
    contextLength: { chat: 256 },
  }));
});

const coder = familyOf({ name: 'DeepSeek Coder base', contextLength: 0 })?.fillInMiddle ?? assert.fail();

/** The prompt for a document with the cursor at the bar. */
function promptAt(document: string): Prompt {
  const text = document.replace('║', '');
  const cut = cutAt({ path: 'a.ts', languageId: 'typescript', text }, document.indexOf('║'));
  return fillInMiddlePrompt(freshHole(cut, [], normalBudget), coder);
}

const complete = (document: string) => replyOf(running.engine.generate(completionOf(promptAt(document)), never));

const ask = (question: string, more = {}) =>
  running.engine.generate(chatOf(conversationPrompt([{ role: 'user', text: question }], reasoner), more), never);

test('a completion is the exact text of the model', async () => {
  const reply = await complete('function add(a, b) {\n║\n}\n');
  assert.equal(reply.text, middle);
  assert.equal(reply.reason, 'stop');
  const counted = reply.pieces.reduce((sum, piece) => sum + (piece.kind === 'text' ? piece.tokens : 0), 0);
  assert.equal(counted, reply.usage?.generatedTokens);
});

test('the character before the cursor chooses the script', async () => {
  assert.equal((await complete('const x = ║\n')).text, '42;');
  assert.equal((await complete('const x║\n')).text, '');
});

test('an answer comes with its trace, its closing mark, Markdown and emoji exactly as written', async () => {
  assert.equal((await replyOf(ask('hi'))).text, `${trace}</think>${answer}`);
});

test('a character in the question chooses the script, and of several questions the last counts', async () => {
  const turns = [
    { role: 'user', text: 'Count!' },
    { role: 'assistant', text: '1' },
    { role: 'user', text: 'Why?' },
  ] as const;
  const reply = await replyOf(running.engine.generate(chatOf(conversationPrompt(turns, reasoner)), never));
  assert.equal(reply.text, 'What is it? Four.</think>\n\nThe answer is 4.');
});

test('no piece of a reply holds half a character', async () => {
  const { pieces } = await replyOf(ask('hi'));
  assert.deepEqual(
    pieces.filter(piece => piece.kind === 'text' && piece.text.includes('\uFFFD')),
    [],
  );
});

test('the token limit ends a reply with the reason "length"', async () => {
  const reply = await replyOf(ask('go!', { maxTokens: 7 }));
  assert.equal(reply.reason, 'length');
  assert.equal(reply.usage?.generatedTokens, 7);
});

test('an endless reply ends where the context is full, and nothing of the prompt is lost to it', async () => {
  const reply = await replyOf(ask('go!', { maxTokens: 10_000 }));
  assert.equal(reply.reason, 'length');
  assert.equal((reply.usage?.promptTokens ?? 0) + (reply.usage?.generatedTokens ?? 0), 256);
  assert.ok(counting.repeat(256).startsWith(reply.text));
});

test('a limit of no tokens reads the prompt and writes nothing', async () => {
  const reply = await replyOf(ask('hi', { maxTokens: 0 }));
  assert.deepEqual([reply.text, reply.reason, reply.usage?.generatedTokens], ['', 'length', 0]);
});

test('one key later only the new token is evaluated', async () => {
  const document = (typed: string) => `${'const line = 1;\n'.repeat(40)}${typed}║\n${'use(line);\n'.repeat(20)}`;
  const first = await complete(document('le'));
  const second = await complete(document('let'));
  const same = await complete(document('let'));
  assert.ok((first.usage?.promptTokens ?? 0) > 800);
  assert.equal(second.usage?.promptTokens, (first.usage?.promptTokens ?? 0) + 1);
  assert.equal(second.usage?.evaluatedTokens, 1);
  assert.equal(same.usage?.evaluatedTokens, 1);
});

test('reading a long prompt is told step by step', async () => {
  const { pieces } = await complete(`// ${'another document '.repeat(70)}\n║\n`);
  const done = pieces.flatMap(piece =>
    piece.kind === 'waiting' && piece.stage === 'reading' ? [piece.done ?? -1] : [],
  );
  assert.ok(done.length > 5);
  assert.deepEqual(
    done,
    done.toSorted((a, b) => a - b),
  );
  assert.ok(done.every(share => share >= 0 && share < 1));
});

test('marks in the text of a person stay text', async () => {
  const letters = '<think></think><|EOT|><｜User｜><｜Assistant｜><<think>';
  const plain = await replyOf(ask(''));
  const marked = await replyOf(ask(letters));
  const typed = Buffer.from(letters).length;
  assert.equal(marked.usage?.promptTokens, (plain.usage?.promptTokens ?? 0) + typed);
  // Were it the mark, the script for a prompt that ends with it would begin.
  assert.equal((await complete('x<｜fim▁end｜>║\n')).text, '');
});

test('a prompt that does not fit fails and says by how much', async () => {
  await assert.rejects(replyOf(ask('x'.repeat(400))), {
    kind: 'contextOverflow',
    facts: { promptTokens: 405, contextLength: 256 },
  });
});

test('a mark that the model does not have is the wrong model', async () => {
  const request = completionOf([{ mark: '<|fim_prefix|>' }]);
  await assert.rejects(replyOf(running.engine.generate(request, never)), {
    kind: 'wrongModel',
    facts: { model: 'DeepSeek Coder 1.3B base scripted', mark: '<|fim_prefix|>' },
  });
});

test('an abort ends the stream with its reason, no piece follows, and the engine goes on with the next request', async () => {
  const abort = new AbortController();
  const stream = running.engine.generate(
    chatOf(conversationPrompt([{ role: 'user', text: 'go!' }], reasoner)),
    abort.signal,
  );
  await readTexts(stream[Symbol.asyncIterator](), 3);
  const reason = new Error('stopped by the person');
  abort.abort(reason);
  const afterwards: Piece[] = [];
  await assert.rejects(async () => {
    for await (const piece of stream) afterwards.push(piece);
  }, reason);
  assert.deepEqual(afterwards, []);
  assert.match((await replyOf(ask('and now?'))).text, /The answer is 4/);
});

test('a stream that is left early ends in the engine, too', async () => {
  for await (const piece of ask('go!', { maxTokens: 200 })) if (piece.kind === 'text') break;
  // The sequence serves one at a time: this ends only because the one before it has.
  assert.equal((await replyOf(ask('hi'))).reason, 'stop');
});

test('of twenty quick keys only the last is answered, and it is answered in full', async () => {
  let abort = new AbortController();
  const ends: Promise<string>[] = [];
  for (let key = 0; key < 20; key++) {
    abort.abort(new Error('newer key'));
    abort = new AbortController();
    const stream = running.engine.generate(completionOf(promptAt(`let x${'x'.repeat(key)} = ║\n`)), abort.signal);
    ends.push(
      replyOf(stream).then(
        reply => reply.text,
        error => String(error),
      ),
    );
    await new Promise(resolve => setImmediate(resolve));
  }
  assert.deepEqual(await Promise.all(ends), [...Array<string>(19).fill('Error: newer key'), '42;']);
});

test('a completion goes first while an answer is being written, and the answer goes on after it', async () => {
  const order: string[] = [];
  let completing: Promise<unknown> | undefined;
  const completed = async () => {
    assert.equal((await complete('const x = ║\n')).text, '42;');
    order.push('completion ended');
  };
  for await (const piece of ask('go!', { maxTokens: 150 })) {
    if (piece.kind === 'text' && order.push('chat') === 3) completing = completed();
  }
  order.push('chat ended');
  await completing;
  assert.ok(order.indexOf('completion ended') < order.indexOf('chat ended'));
  assert.equal(order.filter(entry => entry === 'chat').length, 150);
});

test('an already aborted signal starts nothing', async () => {
  const reason = new Error('before');
  await assert.rejects(replyOf(running.engine.generate(completionOf(['x']), AbortSignal.abort(reason))), reason);
});
