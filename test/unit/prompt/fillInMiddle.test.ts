import assert from 'node:assert/strict';
import { test } from 'node:test';
import { families } from '../../../src/models/families.ts';
import { type Hole, fillInMiddlePrompt } from '../../../src/prompt/fillInMiddle.ts';

const marks = families.find(family => family.id === 'deepseek-coder')?.fillInMiddle ?? assert.fail();

const hole: Hole = { path: 'src/a.ts', related: [], prefix: 'let x;\n', suffix: '\nend\n', middle: 'let y = ' };

test('the file comes under its path, then the code around the hole, and last what stands in it', () =>
  assert.deepEqual(fillInMiddlePrompt(hole, marks), [
    '#src/a.ts\n',
    { mark: '<｜fim▁begin｜>' },
    'let x;\n',
    { mark: '<｜fim▁hole｜>' },
    '\nend\n',
    { mark: '<｜fim▁end｜>' },
    'let y = ',
  ]));

test('code of other files comes first, each piece under its own path', () => {
  const related = [
    { path: 'src/b.ts', text: 'export const b = 1;\n' },
    { path: 'src/c.ts', text: 'export const c = 2;\n' },
  ];
  assert.equal(
    fillInMiddlePrompt({ ...hole, related }, marks)[0],
    '#src/b.ts\nexport const b = 1;\n#src/c.ts\nexport const c = 2;\n#src/a.ts\n',
  );
});

test('code that spells a mark stays text', () => {
  const prompt = fillInMiddlePrompt({ ...hole, prefix: "mark('<｜fim▁hole｜>');\n" }, marks);
  assert.equal(prompt.filter(part => typeof part !== 'string').length, 3);
  assert.equal(prompt[2], "mark('<｜fim▁hole｜>');\n");
});
