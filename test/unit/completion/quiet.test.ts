import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Completer } from '../../../src/completion/complete.ts';
import type { GenerateRequest, Piece } from '../../../src/shared/engine.ts';
import { ScriptedEngine } from '../../fakes/scriptedEngine.ts';
import { VirtualClock } from '../../eval/virtualClock.ts';
import { coderOn, never, requestAt, told } from './flow.ts';

const readingAhead = { contextLength: 1536, quickCacheLength: 512 };

const code = Array.from({ length: 300 }, (_, line) => `const value${line} = one(${line});\n`).join('');

/** A completer in a time that passes only when told to. */
function scene(says: (request: GenerateRequest) => string, model: object = readingAhead) {
  const clock = new VirtualClock();
  const engine = new ScriptedEngine({ script: request => ({ text: request.maxTokens === 0 ? '' : says(request) }) });
  const completer = new Completer({
    reach: async () => ({ ...coderOn(engine), ...model }),
    pause: (ms, signal) => clock.sleep(ms, signal),
    now: () => clock.now,
  });
  return { clock, engine, completer };
}

/** What stands in the hole. */
function middleOf({ prompt }: GenerateRequest): string {
  const middle = prompt?.at(-1);
  return typeof middle === 'string' ? middle : '';
}

const asked = ({ requests }: ScriptedEngine) =>
  requests.map(({ cache, maxTokens }) => `${cache}${maxTokens === 0 ? ' read ahead' : ''}`);

test('while the person is quiet, the full prompt is read ahead; then it is asked', async () => {
  const { clock, engine, completer } = scene(() => 'first();');
  await completer.complete(requestAt(`${code}║\n`), never);
  await clock.advanceTo(299);
  assert.deepEqual(asked(engine), ['quick']);
  await clock.advanceTo(300);
  assert.deepEqual(asked(engine), ['quick', 'main read ahead']);
  await completer.complete(requestAt(`${code}l║\n`), never);
  assert.deepEqual(asked(engine), ['quick', 'main read ahead', 'main']);
});

test('a file the person comes to is read ahead, one that is left again at once is not', async () => {
  const { clock, engine, completer } = scene(() => 'first();');
  completer.cameTo(requestAt(`${code}║\n`));
  await clock.advanceTo(200);
  completer.cameTo(requestAt('║\n', { document: { path: 'b.ts', languageId: 'typescript', text: code } }));
  await clock.advanceTo(600);
  assert.equal(engine.requests.length, 1);
  assert.equal(engine.requests[0]?.prompt?.[0], '#b.ts\n');
});

test('a key ends what is read ahead', async () => {
  const { clock, completer } = scene(() => 'first();');
  const requests: AbortSignal[] = [];
  const engine = {
    async *generate(_: GenerateRequest, signal: AbortSignal) {
      requests.push(signal);
      await new Promise((_resolve, fail) => signal.addEventListener('abort', () => fail(signal.reason)));
      yield { kind: 'text', text: '', tokens: 0 } as const;
    },
  };
  const waiting = new Completer({
    reach: async () => ({ ...coderOn(engine), ...readingAhead }),
    pause: (ms, signal) => clock.sleep(ms, signal),
    now: () => clock.now,
  });
  waiting.cameTo(requestAt(`${code}║\n`));
  await clock.advanceTo(400);
  assert.deepEqual(
    requests.map(({ aborted }) => aborted),
    [false],
  );
  void waiting.complete(requestAt(`${code}l║\n`), never);
  assert.deepEqual(requests.map(({ aborted }) => aborted)[0], true);
  completer.forget();
});

test('what comes after a suggestion is there when that is accepted', async () => {
  const { clock, engine, completer } = scene(request => (middleOf(request).endsWith('one(') ? '1, 2' : 'one('), {});
  assert.equal(told(await completer.complete(requestAt('a = ║\n'), never)), 'model: one(');
  await clock.advanceTo(1000);
  assert.equal(engine.requests.length, 2);
  assert.equal(told(await completer.complete(requestAt('a = one(║\n', { trigger: 'auto' }), never)), 'recall: 1, 2');
  assert.equal(engine.requests.length, 2);
});

test('where the suggestion ends a statement, what comes on the next line is there', async () => {
  const { clock, engine, completer } = scene(
    request => (middleOf(request).endsWith('one();\n  ') ? 'two();' : 'one();'),
    {},
  );
  await completer.complete(requestAt('{\n  ║\n}\n'), never);
  await clock.advanceTo(1000);
  const next = await completer.complete(requestAt('{\n  one();\n  ║\n}\n', { trigger: 'auto' }), never);
  assert.equal(told(next), 'recall: two();');
  assert.equal(engine.requests.length, 2);
});

test('who accepts while the engine still thinks ahead waits for that answer and not for another', async () => {
  const { clock, engine, completer } = scene(request => (middleOf(request).endsWith('one(') ? '1, 2' : 'one('), {});
  await completer.complete(requestAt('a = ║\n'), never);
  await clock.advanceTo(700);
  const outcome = await completer.complete(requestAt('a = one(║\n', { trigger: 'auto' }), never);
  assert.equal(told(outcome), 'recall: 1, 2');
  assert.equal(engine.requests.length, 2);
});

test('at rest nothing is asked again and again', async () => {
  const { clock, engine, completer } = scene(() => 'one();');
  await completer.complete(requestAt(`${code}║\n`), never);
  await clock.advanceTo(600_000);
  assert.ok(engine.requests.length <= 4, asked(engine).join());
});

test('how long it takes to read ahead says nothing about how soon an answer comes', async () => {
  const clock = new VirtualClock();
  const pauses: number[] = [];
  const engine = {
    async *generate({ maxTokens }: GenerateRequest, signal: AbortSignal): AsyncGenerator<Piece> {
      if (maxTokens === 0) await clock.sleep(60_000, signal);
      else yield { kind: 'text', text: 'x;', tokens: 1 };
      yield { kind: 'end', reason: 'stop', usage: { promptTokens: 1, evaluatedTokens: 1, generatedTokens: 1 } };
    },
  };
  const completer = new Completer({
    reach: async () => ({ ...coderOn(engine), ...readingAhead }),
    pause: (ms, signal) => {
      pauses.push(ms);
      return clock.sleep(ms, signal);
    },
    now: () => clock.now,
  });
  completer.cameTo(requestAt(`${code}║\n`));
  await clock.advanceTo(100_000);
  pauses.length = 0;
  void completer.complete(requestAt(`${code}na║\n`, { trigger: 'auto' }), never);
  await clock.advanceTo(100_001);
  assert.deepEqual(pauses, [75]);
  completer.forget();
});
