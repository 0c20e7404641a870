import assert from 'node:assert/strict';
import { test } from 'node:test';
import { abilitiesOf, longerContext, type Standing } from '../../../src/chat/abilities.ts';
import type { Answered, Thought } from '../../../src/chat/turns.ts';
import { familyNamed } from './scripted.ts';

const thought: Thought = { text: 'hm', milliseconds: 1, tokens: 1, steps: [], ended: 'model' };
const cutThought: Thought = { ...thought, ended: 'cut' };

const able = (reply: Partial<Answered>, standing: Partial<Standing> = {}): string[] => {
  const whole: Answered = { role: 'assistant', id: '2', parent: '1', at: 0, state: 'complete', answer: '', tokens: 1 };
  const model = { family: familyNamed('deepseek-r1'), contextLength: 4096, longestContext: 8192 };
  const can = abilitiesOf({ ...whole, ...reply }, { isFollowed: false, model, filled: () => 4096, ...standing });
  return Object.entries(can).flatMap(([name, value]) => (value ? [name] : []));
};

test('what can be done follows from how a reply ended', () => {
  const cases: readonly (readonly [Partial<Answered>, string])[] = [
    [{ thought, answer: 'Yes.' }, 'editThought'],
    [{ answer: 'Yes.' }, ''],
    [{ answer: '', ending: 'empty' }, ''],
    [{ thought, answer: '', ending: 'empty' }, 'editThought answerNow'],
    [{ thought: cutThought, answer: '', state: 'stopped' }, 'editThought answerNow continueThinking'],
    [{ thought, answer: 'Half', state: 'stopped' }, 'editThought continueAnswer'],
    [{ answer: 'Half', state: 'error' }, 'continueAnswer'],
    [{ thought, answer: 'Half', ending: 'lengthLimit' }, 'editThought continueAnswer'],
    [{ thought, answer: 'Half', ending: 'contextFull' }, 'editThought raiseContext'],
    [{ thought: cutThought, ending: 'contextFull' }, 'editThought raiseContext'],
  ];
  for (const [reply, expected] of cases)
    assert.deepEqual(able(reply).toSorted(), expected.split(' ').filter(Boolean).toSorted(), JSON.stringify(reply));
});

test('while it is written only Answer now is offered, and only inside the trace', () => {
  assert.deepEqual(able({ thought: cutThought }, { writes: 'thought' }), ['answerNow']);
  assert.deepEqual(able({ thought }, { writes: 'answer' }), []);
});

test('before a model is known a trace tells that it can be steered', () => {
  assert.deepEqual(able({ thought, answer: 'Half', state: 'stopped' }, { model: undefined }), [
    'continueAnswer',
    'editThought',
  ]);
  assert.deepEqual(able({ answer: 'Half', state: 'stopped' }, { model: undefined }), []);
});

test('a longer context is the next power of two, as far as the model goes', () => {
  assert.deepEqual(longerContext({ contextLength: 8192, longestContext: 131_072, cacheBytesPerToken: 2 }), {
    tokens: 16_384,
    bytes: 16_384,
  });
  assert.deepEqual(longerContext({ contextLength: 6000, longestContext: 131_072 }), { tokens: 8192 });
  assert.deepEqual(longerContext({ contextLength: 4096, longestContext: 5000 }), { tokens: 5000 });
  assert.equal(longerContext({ contextLength: 4096, longestContext: 4096 }), undefined);
  assert.equal(longerContext({ contextLength: 4096 }), undefined);
});
