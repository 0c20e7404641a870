import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Completer } from '../../../src/completion/complete.ts';
import { families } from '../../../src/models/families.ts';
import { Failure } from '../../../src/shared/failure.ts';
import { type Script, ScriptedEngine } from '../../fakes/scriptedEngine.ts';
import type { Pause } from '../../../src/completion/pause.ts';
import { coderOn, completerOn, failureOf, never, requestAt, restless, saying, told } from './flow.ts';

test('what the model writes at the cursor is shown', async () => {
  const { completer, engine } = saying('price * amount;');
  const outcome = await completer.complete(requestAt('const total = ║\n'), never);
  assert.deepEqual(outcome, {
    kind: 'shown',
    suggestion: { insert: 'price * amount;', replaceSuffix: 0 },
    others: [],
    from: 'model',
    usage: { promptTokens: 1, evaluatedTokens: undefined, generatedTokens: 5 },
  });
  assert.equal(engine.running, 0);
});

test('the model reads the text before the line, the text after it, then the line so far', async () => {
  const { completer, engine } = saying('sum(x)');
  await completer.complete(requestAt('let x;\nlet y = ║;\nend\n', { maxLines: 5 }), never);
  assert.deepEqual(engine.requests, [
    {
      purpose: 'completion',
      prompt: [
        '#src/a.ts\n',
        { mark: '<｜fim▁begin｜>' },
        'let x;\n',
        { mark: '<｜fim▁hole｜>' },
        '\nend\n',
        { mark: '<｜fim▁end｜>' },
        'let y = ',
      ],
      cache: 'main',
      maxTokens: 80,
      sampling: { temperature: 0, topP: 1 },
    },
  ]);
});

test('a model that looks less far reads less, and its ghost text is still fitted to all of the code', async () => {
  const engine = new ScriptedEngine({ script: () => ({ text: 'b();\nfar();\n' }), size: 3 });
  const { family } = coderOn(engine);
  const narrow = { ...family, budget: { related: 0, prefix: 10, suffix: 2, middle: 10 } };
  const completer = new Completer({ reach: async () => ({ engine, family: narrow }), pause: restless });
  const outcome = await completer.complete(requestAt('first(1, 2, 3);\nlast\n║\nfar();\n'), never);
  assert.deepEqual(
    engine.requests[0]?.prompt?.filter(part => typeof part === 'string'),
    ['#src/a.ts\n', 'last\n', '', ''],
  );
  assert.equal(told(outcome), 'model: b();');
});

test('the ghost text is the same however the stream is cut, also around characters of two units', async () => {
  for (let size = 1; size <= 20; size += 1) {
    const { completer } = saying("label('🌊 høy 👩‍🚀', 1);", {}, size);
    const outcome = await completer.complete(requestAt('const a = ║\n'), never);
    assert.equal(told(outcome), "model: label('🌊 høy 👩‍🚀', 1);", `cut every ${size}`);
  }
});

test('a model that has nothing to say shows nothing', async () => {
  for (const text of ['', '\n', '  \n\n'])
    assert.equal(told(await saying(text).completer.complete(requestAt('const a = 1;║\n'), never)), 'empty');
});

test('a line that the token limit cut off is not shown', async () => {
  const text = 'const a = one();\n  const b = tw';
  const stopped = await saying(text).completer.complete(requestAt('{\n  ║\n}\n'), never);
  assert.equal(told(stopped), 'model: const a = one();\n  const b = tw');
  const limited = await saying(text, { end: 'length' }).completer.complete(requestAt('{\n  ║\n}\n'), never);
  assert.equal(told(limited), 'model: const a = one();');
});

test('a document with CRLF is read with plain line ends and gets CRLF back', async () => {
  const { completer, engine } = saying('one();\n  two();');
  const request = requestAt('{\r\n  ║\r\n}\r\n', { eol: '\r\n' });
  assert.equal(told(await completer.complete(request, never)), 'model: one();\r\n  two();');
  const [asked] = engine.requests;
  assert.deepEqual(
    asked?.prompt?.filter(part => typeof part === 'string'),
    ['#src/a.ts\n', '{\n', '\n}\n', '  '],
  );
});

test('asked for by hand, the engine is asked without a pause', async () => {
  const engine = new ScriptedEngine({ script: () => ({ text: 'now();' }) });
  const pauses: number[] = [];
  const pause: Pause = async (ms, signal) => {
    pauses.push(ms);
    await restless(ms, signal);
  };
  const completer = new Completer({ reach: async () => coderOn(engine), pause });
  assert.equal(told(await completer.complete(requestAt('a = ║'), never)), 'model: now();');
  assert.ok(
    pauses.every(ms => ms >= 300),
    'only what is done in quiet moments waits',
  );
});

test('a place that was asked about is not asked about again', async () => {
  const { completer, engine } = saying('value;');
  assert.equal(told(await completer.complete(requestAt('a = ║\n'), never)), 'model: value;');
  assert.equal(told(await completer.complete(requestAt('a = ║\n'), never)), 'recall: value;');
  assert.equal(engine.requests.length, 1);
});

test('who types what the ghost text says keeps the rest of it without a request', async () => {
  const { completer, engine } = saying('value;');
  await completer.complete(requestAt('a = ║\n'), never);
  for (const [typed, rest] of [
    ['v', 'alue;'],
    ['va', 'lue;'],
    ['value', ';'],
  ])
    assert.equal(
      told(await completer.complete(requestAt(`a = ${typed}║\n`, { trigger: 'auto' }), never)),
      `recall: ${rest}`,
    );
  assert.equal(engine.requests.length, 1);
});

test('a change after the cursor asks again', async () => {
  const { completer, engine } = saying('value');
  await completer.complete(requestAt('a = ║\n'), never);
  assert.equal(told(await completer.complete(requestAt('a = ║;\n'), never)), 'model: value');
  assert.equal(told(await completer.complete(requestAt('a = ║\nend\n'), never)), 'model: value');
  assert.equal(engine.requests.length, 3);
});

test('with an item of the suggest widget selected, only what goes on from that item is shown', async () => {
  const selected = { text: 'log', replaces: 2 };
  const shown = async (says: string) =>
    told(await saying(says).completer.complete(requestAt('console.lo║\n', { selected }), never));
  assert.equal(await shown('g(total);'), 'model: g(total);');
  assert.equal(await shown('ok(total);'), 'doesNotExtendSelected');
  assert.equal(await shown('c'), 'doesNotExtendSelected');
});

test('an item selected before anything of it is typed must begin the ghost text', async () => {
  const selected = { text: 'log', replaces: 0 };
  const shown = async (says: string) =>
    told(await saying(says).completer.complete(requestAt('console.║\n', { selected }), never));
  assert.equal(await shown('log(total);'), 'model: log(total);');
  assert.equal(await shown('warn(total);'), 'doesNotExtendSelected');
});

test('what is remembered is shown only if it goes on from the selected item, and is not lost', async () => {
  const { completer, engine } = saying('warn(total);');
  await completer.complete(requestAt('console.║\n'), never);
  const withItem = requestAt('console.║\n', { selected: { text: 'log', replaces: 0 } });
  assert.equal(told(await completer.complete(withItem, never)), 'doesNotExtendSelected');
  assert.equal(told(await completer.complete(requestAt('console.║\n'), never)), 'recall: warn(total);');
  assert.equal(engine.requests.length, 1);
});

test('without a model the outcome carries the failure as it was thrown', async () => {
  const failure = new Failure('noModel', { purpose: 'completion' });
  const completer = new Completer({ reach: () => Promise.reject(failure), pause: restless });
  assert.equal(failureOf(await completer.complete(requestAt('a = ║'), never)), failure);
});

test('a model that cannot fill in the middle is named', async () => {
  const family = families.find(one => one.id === 'deepseek-r1');
  assert(family);
  const engine = new ScriptedEngine({ script: () => ({ text: 'x' }) });
  const completer = new Completer({ reach: async () => ({ engine, family }), pause: restless });
  const { kind, facts } = failureOf(await completer.complete(requestAt('a = ║'), never));
  assert.deepEqual([kind, facts], ['wrongModel', { model: 'DeepSeek-R1', purpose: 'completion' }]);
  assert.equal(engine.requests.length, 0);
});

test('an engine that fails in the middle shows nothing of what it wrote, and the next request works', async () => {
  const died = new Failure('engineDied');
  let script: Script = { text: 'half of', end: died };
  const engine = new ScriptedEngine({ script: () => script });
  const completer = completerOn(engine);
  assert.equal(failureOf(await completer.complete(requestAt('a = ║\n'), never)), died);
  script = { text: 'whole();' };
  assert.equal(told(await completer.complete(requestAt('a = ║\n'), never)), 'model: whole();');
});

test('an error that nobody foresaw becomes an unexpected failure with its cause', async () => {
  const cause = new TypeError('x is not a function');
  const { completer } = saying('', { end: cause });
  const failure = failureOf(await completer.complete(requestAt('a = ║'), never));
  assert.equal(failure.kind, 'unexpected');
  assert.equal(failure.cause, cause);
});

test('a failure that comes after the request was given up is nothing', async () => {
  const editor = new AbortController();
  const completer = new Completer({
    reach: async () => {
      editor.abort();
      throw new Failure('unreachable', { host: '127.0.0.1' });
    },
    pause: restless,
  });
  assert.equal(told(await completer.complete(requestAt('a = ║'), editor.signal)), 'cancelled');
});
