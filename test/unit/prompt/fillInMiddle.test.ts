import assert from 'node:assert/strict';
import { test } from 'node:test';
import { families } from '../../../src/models/families.ts';
import { windowAround } from '../../../src/context/window.ts';
import { fillInMiddlePrompt } from '../../../src/prompt/fillInMiddle.ts';
import type { Prompt } from '../../../src/shared/engine.ts';

const promptAt = (marked: string): Prompt => {
  const marks = families.find(family => family.id === 'deepseek-coder')?.fillInMiddle;
  assert.ok(marks);
  const offset = marked.indexOf('║');
  const document = { path: 'src/a.ts', languageId: 'typescript', text: marked.replace('║', '') };
  return fillInMiddlePrompt(windowAround(document, offset), marks);
};

test('the file comes under its heading, the hole at the start of the line, the typed part of it last', () =>
  assert.deepEqual(promptAt('let x;\nlet y = ║;\nend\n'), [
    { mark: '<｜fim▁begin｜>' },
    '#src/a.ts\nlet x;\n',
    { mark: '<｜fim▁hole｜>' },
    ';\nend\n',
    { mark: '<｜fim▁end｜>' },
    'let y = ',
  ]));

test('a key adds to the end of the prompt and leaves all before it alone', () => {
  const before = promptAt('let x;\nlet ║\nend\n');
  const after = promptAt('let x;\nlet y║\nend\n');
  assert.deepEqual(after.slice(0, -1), before.slice(0, -1));
  assert.deepEqual([before.at(-1), after.at(-1)], ['let ', 'let y']);
});

test('code that spells a mark stays text', () => {
  const prompt = promptAt("mark('<｜fim▁hole｜>');\n║\n");
  assert.equal(prompt.filter(part => typeof part !== 'string').length, 3);
  assert.equal(prompt[1], "#src/a.ts\nmark('<｜fim▁hole｜>');\n");
});
