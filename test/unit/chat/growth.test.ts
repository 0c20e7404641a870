import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../../../src/chat/growth.ts';
import type { AssistantTurnView } from '../../../src/shared/chat.ts';

const thought = (text: string, ended = false) => ({ text, elapsed: 20, tokens: 2, ended, cutOff: false, steps: [] });
const turn = (more: Partial<AssistantTurnView>): AssistantTurnView => ({
  role: 'assistant',
  id: '7',
  state: 'streaming',
  answer: '',
  can: { answerNow: false, continueThinking: false, continueAnswer: false, editThought: false },
  ...more,
});

test('only new characters are sent while a reply grows', () => {
  const before = turn({ thought: thought('a', true), answer: 'It ' });
  const now = turn({ thought: thought('a', true), answer: 'It works' });
  assert.deepEqual(growth(before, now), {
    kind: 'grow',
    id: '7',
    answer: 'works',
    thoughtTokens: 2,
    thoughtElapsed: 20,
  });
});

test('a reply the page has not seen is sent whole', () => {
  const now = turn({ answer: 'a' });
  assert.deepEqual(growth(undefined, now), { kind: 'turn', turn: now });
});

test('text that moved into the reasoning is sent whole', () => {
  const now = turn({ thought: thought('plan', true), answer: '' });
  assert.deepEqual(growth(turn({ answer: 'plan' }), now), { kind: 'turn', turn: now });
});

test('the end of the reasoning and the end of the reply are sent whole', () => {
  const before = turn({ thought: thought('a') });
  for (const now of [turn({ thought: thought('a', true) }), turn({ thought: thought('a'), state: 'complete' })])
    assert.deepEqual(growth(before, now), { kind: 'turn', turn: now });
});

test('only new steps of the reasoning are sent', () => {
  const steps = [
    { at: 0, turn: '' },
    { at: 4, turn: 'Wait' },
    { at: 9, turn: 'So' },
  ];
  const before = turn({ thought: { ...thought('One\n'), steps: steps.slice(0, 1) } });
  const now = turn({ thought: { ...thought('One\nWait\nSo'), steps } });
  const message = growth(before, now);
  assert.equal(message.kind, 'grow');
  assert.deepEqual(message.kind === 'grow' && message.steps, steps.slice(1));
  const same = growth(now, now);
  assert.equal(same.kind === 'grow' && 'steps' in same, false);
});

test('whatever is not growth is sent whole', () => {
  const before = turn({ thought: { ...thought('a'), steps: [{ at: 0, turn: '' }] }, answer: 'x' });
  const changes: Partial<AssistantTurnView>[] = [
    { can: { ...before.can, answerNow: true } },
    { thought: { ...thought('a'), loops: true } },
    { thought: { ...thought('a'), budget: 512 } },
    { thought: { ...thought('a'), endedBy: 'budget' } },
    { thought: { ...thought('a'), steps: [{ at: 0, turn: 'Wait' }] } },
    { waiting: 'reading', waitingDone: 0.5 },
    { writtenBy: 'R1 7B' },
    { branch: { number: 1, count: 2 } },
    { answer: '' },
  ];
  for (const change of changes)
    assert.equal(growth(before, { ...before, ...change }).kind, 'turn', JSON.stringify(change));
});
