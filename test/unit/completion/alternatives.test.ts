import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScriptedEngine } from '../../fakes/scriptedEngine.ts';
import { Completer } from '../../../src/completion/complete.ts';
import { coderOn, completerOn, never, requestAt, restless, told } from './flow.ts';

/** A completer on an engine that says these texts one after the other. */
function sayingInTurn(...texts: readonly string[]) {
  const engine: ScriptedEngine = new ScriptedEngine({
    script: () => ({ text: texts[engine.requests.length - 1] ?? '' }),
  });
  return { engine, completer: completerOn(engine) };
}

test('asked for alternatives, up to three different ones are there, the likeliest first', async () => {
  const { engine, completer } = sayingInTurn('one();', 'two();', 'three();');
  const outcome = await completer.complete(requestAt('a = ║\n', { alternatives: 3 }), never);
  assert.ok(outcome.kind === 'shown');
  assert.equal(outcome.suggestion.insert, 'one();');
  assert.deepEqual(
    outcome.others.map(({ insert }) => insert),
    ['two();', 'three();'],
  );
  assert.deepEqual(
    engine.requests.map(({ sampling }) => sampling.temperature > 0),
    [false, true, true],
  );
});

test('the same text twice is one alternative', async () => {
  const { completer } = sayingInTurn('one();', 'one();', 'two();');
  const outcome = await completer.complete(requestAt('a = ║\n', { alternatives: 3 }), never);
  assert.ok(outcome.kind === 'shown');
  assert.deepEqual(
    outcome.others.map(({ insert }) => insert),
    ['two();'],
  );
});

test('where nothing comes to the model’s mind, it is not asked for more of it', async () => {
  const { engine, completer } = sayingInTurn('');
  assert.equal(told(await completer.complete(requestAt('a = ║\n', { alternatives: 3 }), never)), 'empty');
  assert.equal(engine.requests.length, 1);
});

test('alternatives that begin with what is typed stay while it is typed', async () => {
  const { engine, completer } = sayingInTurn('total();', 'tax();', 'sum();');
  await completer.complete(requestAt('a = ║\n', { alternatives: 3 }), never);
  const outcome = await completer.complete(requestAt('a = t║\n', { trigger: 'auto' }), never);
  assert.ok(outcome.kind === 'shown');
  assert.deepEqual(
    [outcome.suggestion, ...outcome.others].map(({ insert }) => insert),
    ['otal();', 'ax();'],
  );
  assert.equal(engine.requests.length, 3);
});

test('alternatives are asked for where one suggestion is known', async () => {
  const { engine, completer } = sayingInTurn('one();', 'two();', 'three();');
  await completer.complete(requestAt('a = ║\n', { trigger: 'auto' }), never);
  const outcome = await completer.complete(requestAt('a = ║\n', { alternatives: 3 }), never);
  assert.ok(outcome.kind === 'shown');
  assert.equal(outcome.suggestion.insert, 'one();');
  assert.equal(outcome.others.length, 2);
  await completer.complete(requestAt('a = ║\n', { alternatives: 3 }), never);
  assert.equal(engine.requests.length, 3);
});

test('who does not want what is known gets another answer', async () => {
  const { engine, completer } = sayingInTurn('one();', 'two();');
  await completer.complete(requestAt('a = ║\n'), never);
  assert.equal(told(await completer.complete(requestAt('a = ║\n', { isAnew: true }), never)), 'model: two();');
  assert.ok(engine.requests[1] && engine.requests[1].sampling.temperature > 0);
});

test('asked anew for alternatives, all of them are new', async () => {
  const { engine, completer } = sayingInTurn('one();', 'two();', 'three();', 'four();', 'five();', 'six();');
  await completer.complete(requestAt('a = ║\n', { alternatives: 3 }), never);
  const outcome = await completer.complete(requestAt('a = ║\n', { alternatives: 3, isAnew: true }), never);
  assert.ok(outcome.kind === 'shown');
  assert.deepEqual(
    [outcome.suggestion, ...outcome.others].map(({ insert }) => insert),
    ['four();', 'five();', 'six();'],
  );
  assert.equal(engine.requests.length, 6);
});

test('an engine that fails while it makes alternatives leaves what is known', async () => {
  const engine: ScriptedEngine = new ScriptedEngine({
    script: () => (engine.requests.length > 1 ? { text: '', end: new Error('gone') } : { text: 'one();' }),
  });
  const outcome = await completerOn(engine).complete(requestAt('a = ║\n', { alternatives: 3 }), never);
  assert.equal(told(outcome), 'model: one();');
});

test('who has waited long is shown what there is, and gets the others when asking for them', async () => {
  let time = 0;
  const engine: ScriptedEngine = new ScriptedEngine({
    script: () => ({ text: ['one();', 'two();', 'three();'][engine.requests.length - 1] ?? '' }),
    beat: async () => void (time += 400),
    size: 2,
  });
  const completer = new Completer({ reach: async () => coderOn(engine), pause: restless, now: () => time });
  const suggestions = async () => {
    const outcome = await completer.complete(requestAt('a = ║\n', { alternatives: 3 }), never);
    assert.ok(outcome.kind === 'shown');
    return [outcome.suggestion, ...outcome.others].map(({ insert }) => insert);
  };
  assert.deepEqual(await suggestions(), ['one();']);
  assert.deepEqual(await suggestions(), ['one();', 'two();']);
  assert.deepEqual(await suggestions(), ['one();', 'two();', 'three();']);
});

test('where nothing else comes to the model’s mind, it is asked twice more and no oftener', async () => {
  const { engine, completer } = sayingInTurn('one();');
  assert.equal(told(await completer.complete(requestAt('a = ║\n', { alternatives: 3 }), never)), 'model: one();');
  assert.equal(engine.requests.length, 3);
});
