import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duration, fileName, lineRange, reasoningName, secondsToAnswer, speed } from '../../../src/page/labels.ts';

test('times are told in whole seconds, and in minutes from the first', () => {
  assert.deepEqual([-5, 0, 999, 1000, 59_999, 60_000, 125_400].map(duration), [
    '0 s',
    '0 s',
    '0 s',
    '1 s',
    '59 s',
    '1 min 0 s',
    '2 min 5 s',
  ]);
});

test('the reasoning panel is named with its time, and with its tokens once they are known for sure', () => {
  const thought = { text: '', elapsed: 0, tokens: 840, ended: false, cutOff: false };
  assert.equal(reasoningName(thought, 12_400), 'Reasoning, 12 s');
  assert.equal(reasoningName({ ...thought, ended: true }, 12_400), 'Reasoning, 12 s, 840 tokens');
  assert.equal(reasoningName({ ...thought, ended: true, tokens: 1 }, 500), 'Reasoning, 0 s, 1 token');
});

test('attached code is named by its file and its lines', () => {
  const attachment = { path: 'src/queue.ts', languageId: 'typescript', startLine: 12, endLine: 31, text: '' };
  assert.equal(fileName(attachment.path), 'queue.ts');
  assert.equal(fileName('Untitled-1'), 'Untitled-1');
  assert.equal(lineRange(attachment), '12–31');
  assert.equal(lineRange({ ...attachment, endLine: 12 }), '12');
});

test('speed has a decimal only where it matters', () => {
  assert.equal(speed(31.4), '31 tokens/s');
  assert.equal(speed(3.14), '3.1 tokens/s');
  assert.equal(secondsToAnswer(4.23), '4.2 s to the answer');
});
