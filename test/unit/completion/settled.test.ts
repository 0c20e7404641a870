import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSettled } from '../../../src/completion/settled.ts';
import { tidy } from '../../../src/completion/tidy/tidy.ts';
import { type CompletionCase, cases, placeOf } from './tidy/cases.ts';

/** What has been read when the caller stops, and how the stream then ended. */
function readUntilSettled(one: CompletionCase, size: number): { text: string; ended: 'stop' | 'length' } {
  const place = placeOf(one);
  for (let end = size; end < one.modelOutput.length; end += size) {
    const text = one.modelOutput.slice(0, end);
    if (isSettled(text, place)) return { text, ended: 'stop' };
  }
  return { text: one.modelOutput, ended: one.finishReason };
}

for (const one of cases) {
  test(`stopping as soon as it is settled shows the same: ${one.id}`, () => {
    const whole = tidy(one.modelOutput, placeOf(one), one.finishReason);
    for (let size = 1; size <= 12; size++) {
      const { text, ended } = readUntilSettled(one, size);
      assert.deepEqual(
        tidy(text, placeOf(one), ended),
        whole,
        `pieces of ${size}, stopped after ${JSON.stringify(text)}`,
      );
    }
  });
}

test('whatever the model writes, stopping as soon as it is settled shows the same', () => {
  let settled = 0;
  for (let round = 0; round < 400; round++) {
    const one = cases[round % cases.length];
    const other = cases[(round * 37 + 11) % cases.length];
    assert.ok(one && other);
    const modelOutput =
      round % 2 === 0
        ? one.modelOutput + other.modelOutput
        : one.modelOutput.slice(0, round % 40) + one.suffix + other.modelOutput + other.suffix;
    const mixed = { ...one, modelOutput, maxLines: round % 3 === 0 ? 1 + (round % 5) : 20 };
    const { text, ended } = readUntilSettled(mixed, 1 + (round % 12));
    const shown = tidy(text, placeOf(mixed), ended);
    assert.deepEqual(shown, tidy(modelOutput, placeOf(mixed), mixed.finishReason), JSON.stringify(mixed));
    if (text.length < modelOutput.length) settled += 1;
  }
  assert.ok(settled > 200, `${settled} streams ended early`);
});

/** How much of the output is read before the stop. */
const readOf = (one: Partial<CompletionCase> & Pick<CompletionCase, 'prefix' | 'suffix' | 'modelOutput'>): string =>
  readUntilSettled({ ...blank, ...one }, 1).text;

const blank: CompletionCase = {
  id: '',
  language: 'typescript',
  prefix: '',
  suffix: '',
  modelOutput: '',
  expected: { insert: null, replaceSuffix: 0, accept: [] },
  indent: { insertSpaces: true, tabSize: 2 },
  eol: '\n',
  finishReason: 'stop',
  maxLines: 20,
};

test('the model stops at an end mark, in the middle of a line too', () =>
  assert.equal(readOf({ prefix: 'a = ', suffix: '\n', modelOutput: '1;<|EOT|>b = 2' }), '1;<|EOT|>'));

test('the model stops at the line limit', () =>
  assert.equal(
    readOf({ prefix: '', suffix: '\n', modelOutput: 'a();\nb();\nc();\nd();\n', maxLines: 2 }),
    'a();\nb();\n',
  ));

test('the model stops when a line leaves the block', () =>
  assert.equal(
    readOf({ prefix: 'function f() {\n  ', suffix: '\n', modelOutput: 'a();\n}\ng();\nh();\n' }),
    'a();\n}\ng();\n',
  ));

test('the model stops when it closes what is closed below', () =>
  assert.equal(readOf({ prefix: 'function f() {\n  ', suffix: '\n}\n', modelOutput: 'a();\n}\ng();\n' }), 'a();\n}\n'));

test('the model stops when it repeats the line below', () =>
  assert.equal(
    readOf({ prefix: '', suffix: '\nsave(total);\n', modelOutput: 'a();\nsave(total);\nb();\n' }),
    'a();\nsave(total);\n',
  ));

test('the model stops after one line where text follows the cursor', () =>
  assert.equal(readOf({ prefix: 'a = ', suffix: ' + tax;\n', modelOutput: 'net\nb();\nc();\n' }), 'net\n'));

test('the model stops when it goes round in circles', () =>
  assert.equal(readOf({ prefix: '', suffix: '\n', modelOutput: 'go(a);\n'.repeat(9) }), 'go(a);\n'.repeat(3)));

test('a line that is only begun settles nothing', () =>
  assert.equal(
    isSettled('return 1;\n  }', { ...placeOf({ ...blank, prefix: 'if (a) {\n  ', suffix: '\n}\n' }) }),
    false,
  ));

test('the lines of a stream are judged once each, however small its pieces are', () => {
  let judged = 0;
  const place = placeOf({ ...blank, prefix: 'function f() {\n  ', suffix: '\n}\n' });
  const counting = {
    ...place,
    get maxLines(): number {
      judged += 1;
      return 64;
    },
  };
  const text = Array.from({ length: 60 }, (_, line) => `const value${line} = read(${line});\n  `).join('');
  for (let end = 1; end <= text.length; end++) assert.ok(!isSettled(text.slice(0, end), counting));
  assert.ok(judged >= 60 && judged <= 2 * 60, `${judged} looks at the limit for 60 lines`);
});
