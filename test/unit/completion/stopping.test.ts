import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Completer } from '../../../src/completion/complete.ts';
import type { CompletionRequest, Outcome } from '../../../src/completion/request.ts';
import type { Place } from '../../../src/completion/place.ts';
import { isSettled } from '../../../src/completion/settled.ts';
import { windowAround } from '../../../src/context/window.ts';
import { ScriptedEngine, cut } from '../../fakes/scriptedEngine.ts';
import { coderOn, completerOn, never, requestAt, saying, thinkingForEver, told, turn } from './flow.ts';

/** Typed letter by letter. */
const name = 'totalOfAllGivenPrice';

const placeOf = ({ document, offset, indent, eol, maxLines }: CompletionRequest): Place => ({
  window: windowAround(document, offset),
  indent,
  eol,
  maxLines,
});

test('no piece is asked for once later ones cannot change what is shown', async () => {
  const request = requestAt('{\n  ║\n}\n', { maxLines: 3 });
  const text = Array.from({ length: 5000 }, (_, line) => `call${line}();\n  `).join('');
  const pieces = cut(text, 3);
  const settledAfter = pieces.findIndex((_, at) => isSettled(pieces.slice(0, at + 1).join(''), placeOf(request))) + 1;
  assert(settledAfter > 0 && settledAfter < 100);
  const { completer, engine } = saying(text);
  assert.equal(told(await completer.complete(request, never)), 'model: call0();\n  call1();\n  call2();');
  await turn();
  assert.equal(engine.pulled, settledAfter);
  assert.deepEqual(
    { left: engine.left, running: engine.running, aborted: engine.aborted },
    { left: 1, running: 0, aborted: 0 },
  );
});

test('twenty fast keys are served by one answer until it disagrees, and only the last one shows something', async () => {
  const beats: (() => void)[] = [];
  const engine = new ScriptedEngine({
    script: () => ({ text: engine.requests.length === 1 ? 'OfEach = 1;' : ' = shown();' }),
    beat: () => new Promise(resolve => void beats.push(resolve)),
  });
  const completer = completerOn(engine);
  const outcomes: Promise<Outcome>[] = [];
  for (let key = 5; key <= name.length; key += 1) {
    outcomes.push(completer.complete(requestAt(`const ${name.slice(0, key)}║\n`), never));
    await turn();
  }
  assert.equal(engine.requests.length, 1);
  const last = outcomes.at(-1);
  for (let isTold = false; !isTold;) {
    beats.shift()?.();
    isTold = (await Promise.race([last?.then(() => true), turn().then(() => false)])) ?? true;
  }
  assert.deepEqual((await Promise.all(outcomes)).map(told), [
    ...Array.from({ length: name.length - 5 }, () => 'cancelled'),
    'model:  = shown();',
  ]);
  assert.deepEqual(
    { requests: engine.requests.length, aborted: engine.aborted, most: engine.mostRunning, running: engine.running },
    { requests: 2, aborted: 1, most: 1, running: 0 },
  );
});

test('what the engine is writing serves the keys that type it', async () => {
  const beats: (() => void)[] = [];
  const engine = new ScriptedEngine({
    script: () => ({ text: 'value.of(price);' }),
    beat: () => new Promise(resolve => void beats.push(resolve)),
  });
  const completer = completerOn(engine);
  const typed = 'value.of';
  let last = completer.complete(requestAt('a = ║\n'), never);
  for (let key = 1; key <= typed.length; key += 1) {
    await turn();
    beats.shift()?.();
    last = completer.complete(requestAt(`a = ${typed.slice(0, key)}║\n`), never);
  }
  for (let isTold = false; !isTold;) {
    beats.shift()?.();
    isTold = await Promise.race([last.then(() => true), turn().then(() => false)]);
  }
  assert.equal(told(await last), 'recall: (price);');
  assert.equal(engine.requests.length, 1);
});

test('keys that follow within the pause never reach the engine', async () => {
  const engine = new ScriptedEngine({ script: () => ({ text: ' = shown();' }) });
  const waits: { ms: number; pass: () => void }[] = [];
  const completer = new Completer({
    reach: async () => coderOn(engine),
    pause: (ms, signal) =>
      new Promise((pass, fail) => {
        waits.push({ ms, pass });
        signal.addEventListener('abort', () => fail(signal.reason), { once: true });
      }),
  });
  const outcomes: Promise<Outcome>[] = [];
  for (let key = 1; key <= 20; key += 1) {
    outcomes.push(completer.complete(requestAt(`const ${name.slice(0, key)}║\n`, { trigger: 'auto' }), never));
    await turn();
  }
  assert.equal(engine.requests.length, 0);
  waits.at(-1)?.pass();
  const last = (await Promise.all(outcomes)).at(-1);
  await turn();
  assert.equal(last && told(last), 'model:  = shown();');
  assert.equal(engine.requests.length, 1);
  const before = waits.slice(0, 20).map(wait => wait.ms);
  assert.deepEqual(new Set(before), new Set([75]));
});

test('when the editor gives a request up, the engine stops and nothing is shown', async () => {
  const { completer, engine } = thinkingForEver();
  const editor = new AbortController();
  const outcome = completer.complete(requestAt('a = ║'), editor.signal);
  await turn();
  assert.equal(engine.running, 1);
  editor.abort();
  assert.equal(told(await outcome), 'cancelled');
  await turn();
  assert.equal(engine.running, 0);
});

test('a key at a place where nothing is asked still ends the request before it', async () => {
  const { completer, engine } = thinkingForEver();
  const first = completer.complete(requestAt('a = ║'), never);
  await turn();
  const second = await completer.complete(requestAt('a║b = 1', { trigger: 'auto' }), never);
  assert.equal(told(second), 'insideWord');
  assert.equal(told(await first), 'cancelled');
  await turn();
  assert.equal(engine.aborted, 1);
});

test('a request that was given up before it began shows nothing and asks nothing, even where the answer is known', async () => {
  const { completer, engine } = saying('known();');
  await completer.complete(requestAt('a = ║'), never);
  assert.equal(told(await completer.complete(requestAt('a = ║'), AbortSignal.abort())), 'cancelled');
  assert.equal(told(await completer.complete(requestAt('b = ║'), AbortSignal.abort())), 'cancelled');
  assert.equal(engine.requests.length, 1);
});

test('an engine that goes on after an abort shows nothing', async () => {
  const beats: (() => void)[] = [];
  const engine = new ScriptedEngine({
    script: () => ({ text: 'late();' }),
    beat: () => new Promise(resolve => void beats.push(resolve)),
  });
  const generate = engine.generate.bind(engine);
  engine.generate = request => generate(request, never);
  const editor = new AbortController();
  const outcome = completerOn(engine).complete(requestAt('a = ║'), editor.signal);
  await turn();
  editor.abort();
  assert.equal(told(await outcome), 'cancelled');
  beats.shift()?.();
  await turn();
  assert.equal(engine.pulled, 1);
  assert.equal(engine.left, 1);
});

test('a request that is given up while the stream ends shows nothing', async () => {
  const { engine, completer } = saying('late();');
  const editor = new AbortController();
  const generate = engine.generate.bind(engine);
  engine.generate = async function* (request) {
    try {
      yield* generate(request, never);
    } finally {
      editor.abort();
    }
  };
  assert.equal(told(await completer.complete(requestAt('a = ║'), editor.signal)), 'cancelled');
});

test('a request that was aborted leaves nothing to remember', async () => {
  const { completer, engine } = thinkingForEver();
  const editor = new AbortController();
  const first = completer.complete(requestAt('a = ║\n'), editor.signal);
  await turn();
  editor.abort();
  await first;
  void completer.complete(requestAt('a = ║\n'), never);
  await turn();
  assert.equal(engine.requests.length, 2);
});
