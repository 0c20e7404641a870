/** The two caches of a real engine, with a scripted model whose tokens are single bytes. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { cacheLengths } from '../../../../src/engines/embedded/cacheLengths.ts';
import { families } from '../../../../src/models/families.ts';
import type { CacheName, Prompt } from '../../../../src/shared/engine.ts';
import { Failure } from '../../../../src/shared/failure.ts';
import { chatOf, completionOf, never, replyOf, scriptedModels, startEngine, type TestEngine } from './testEngine.ts';

const scripts = {
  coder: [{ says: 'fine();', after: '\n' }],
  r1: [{ says: 'Hm.</think>\n\nYes.' }, { says: 'I count and I count. ', when: '!', endless: true }],
};

const start = (t: TestContext): Promise<TestEngine> =>
  startEngine(t, async folder => ({ models: await scriptedModels(folder, scripts) }));

const ask = ({ engine }: TestEngine, cache: CacheName | undefined, text: string) =>
  replyOf(engine.generate({ ...completionOf([text], { maxTokens: 3 }), ...(cache && { cache }) }, never));

const ahead = ({ engine }: TestEngine, prompt: Prompt, signal = never) =>
  engine.generate(completionOf(prompt, { maxTokens: 0 }), signal);

async function evaluated(reply: Promise<{ usage: { evaluatedTokens: number | undefined } | undefined }>) {
  return (await reply).usage?.evaluatedTokens;
}

const long = 'const one = 1;\n'.repeat(60);
const short = 'let two = 2;\n'.repeat(20);

test('a prompt in one cache leaves what the other holds: one key later each evaluates only the key', async t => {
  const running = await start(t);
  assert.equal(await evaluated(ask(running, 'main', long)), long.length + 1);
  assert.equal(await evaluated(ask(running, 'quick', short)), short.length + 1);
  assert.equal(await evaluated(ask(running, 'main', `${long}x`)), 1);
  assert.equal(await evaluated(ask(running, 'quick', `${short}y`)), 1);
  assert.equal(await evaluated(ask(running, undefined, `${long}xy`)), 1);
});

test('both caches say the same', async t => {
  const running = await start(t);
  for (const cache of ['main', 'quick'] as const) {
    const request = { ...completionOf([short]), cache };
    assert.equal((await replyOf(running.engine.generate(request, never))).text, 'fine();');
  }
});

test('a prompt for the quick cache that only the main one could hold is told as too long', async t => {
  const running = await start(t);
  await assert.rejects(ask(running, 'quick', long), {
    kind: 'contextOverflow',
    facts: { promptTokens: 901, contextLength: 512 },
  });
  assert.equal((await ask(running, 'main', long)).text, 'fine();');
});

test('a prompt that was read ahead costs its completion one token, and typing on one for each key', async t => {
  const running = await start(t);
  const { usage, text, pieces } = await replyOf(ahead(running, [long]));
  assert.deepEqual([usage?.evaluatedTokens, usage?.generatedTokens, text], [long.length, 0, '']);
  const last = pieces.findLast(piece => piece.kind === 'waiting');
  assert.deepEqual(last, { kind: 'waiting', stage: 'reading', done: 1 });
  assert.equal(await evaluated(ask(running, 'main', long)), 1);
  assert.equal(await evaluated(ask(running, 'main', `${long}x`)), 1);
});

test('a reading that is aborted in the middle keeps what it has told as done, and at most one step more', async t => {
  const running = await start(t);
  const abort = new AbortController();
  let done = 0;
  const stream = ahead(running, [long], abort.signal);
  await assert.rejects(async () => {
    for await (const piece of stream) {
      if (piece.kind === 'waiting' && piece.stage === 'reading') done = piece.done ?? 0;
      if (done > 0.2) abort.abort(new Error('a key'));
    }
  }, /a key/);
  const told = Math.round(done * long.length);
  // Between: a short prompt, as the key that came would ask it.
  await ask(running, 'quick', short);
  const rest = (await replyOf(ahead(running, [long]))).usage?.evaluatedTokens ?? Number.NaN;
  const kept = long.length - rest;
  t.diagnostic(`told ${told}, kept ${kept} of ${long.length}`);
  assert.ok(rest > 0 && kept >= told, `${kept} of ${told}`);
});

test('a completion that is asked while a prompt is read ahead comes first, and the reading goes on to its end', async t => {
  const running = await start(t);
  const order: string[] = [];
  let completing: Promise<unknown> | undefined;
  let read = 0;
  for await (const piece of ahead(running, [long])) {
    if (piece.kind === 'waiting' && piece.stage === 'reading') read = Math.round((piece.done ?? 0) * long.length);
    order.push(piece.kind === 'end' ? 'ahead ended' : `ahead ${read}`);
    if (order.length === 3) completing = ask(running, 'quick', short).then(() => order.push('completion ended'));
  }
  await completing;
  assert.equal(order.at(-1), 'ahead ended');
  assert.ok(order.includes('completion ended'));
  assert.equal(await evaluated(ask(running, 'main', long)), 1);
});

test('reading ahead waits for a chat answer, which is not held up', async t => {
  const running = await start(t);
  const chat = running.engine.generate(chatOf(['go!', { mark: '<think>' }, '\n'], { maxTokens: 200 }), never);
  const order: string[] = [];
  let reading: Promise<unknown> | undefined;
  for await (const piece of chat) {
    if (piece.kind === 'text' && order.push('chat') === 3)
      reading = replyOf(ahead(running, [short])).then(() => order.push('read'));
  }
  order.push('chat ended');
  await reading;
  assert.deepEqual(order.slice(-2), ['chat ended', 'read']);
});

test('a check tells the length of the quick cache for completion alone, and only where there is one', async t => {
  const { completion, chat } = await (await start(t)).engine.check(never);
  assert.ok(!(completion instanceof Failure) && !(chat instanceof Failure));
  assert.deepEqual([completion.quickCacheLength, chat.quickCacheLength], [512, undefined]);
  const single = await startEngine(t, async folder => ({
    models: await scriptedModels(folder, scripts),
    contextLength: { completion: 1024 },
  }));
  const { completion: shortened } = await single.engine.check(never);
  assert.ok(!(shortened instanceof Failure));
  assert.equal(shortened.quickCacheLength, undefined);
  // The one cache serves both.
  await ask(single, 'main', long);
  assert.equal(await evaluated(ask(single, 'quick', `${long}x`)), 1);
});

test('the caches of a family share its length, and a demo model has one', () => {
  const lengthsOf = (id: string, wanted?: number, trained = 16_384) => {
    const family = families.find(one => one.id === id) ?? assert.fail();
    const { main, quick, all } = cacheLengths({ family, facts: { name: id, contextLength: trained } }, wanted);
    return [main, quick, all];
  };
  assert.deepEqual(lengthsOf('deepseek-coder'), [1536, 512, 2048]);
  assert.deepEqual(lengthsOf('deepseek-coder', 4096), [3584, 512, 4096]);
  assert.deepEqual(lengthsOf('deepseek-coder', undefined, 1024), [1024, 0, 1024]);
  assert.deepEqual(lengthsOf('demo-coder'), [2048, 0, 2048]);
  assert.deepEqual(lengthsOf('deepseek-r1', 8192), [8192, 0, 8192]);
});
