import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filledPrompt, placeholdersIn, promptName, readPromptFile } from '../../../src/prompt/promptFile.ts';
import { isSlashName, readSlash, slashCommands, slashQuestion } from '../../../src/prompt/slash.ts';

test('a command is a word behind a slash at the very start, and the rest is its own', () => {
  assert.deepEqual(readSlash('/explain'), { command: 'explain', rest: '' });
  assert.deepEqual(readSlash('/fix  the loop\nplease '), { command: 'fix', rest: 'the loop\nplease' });
  assert.deepEqual(readSlash('/My-prompt x'), { command: 'my-prompt', rest: 'x' });
});

test('a path, a comment and a text with a space before are no commands', () => {
  for (const text of ['/usr/bin is full', '// a comment', '/* x */', ' /explain', 'see /explain', '/', '/a.b', ''])
    assert.equal(readSlash(text), undefined, text);
});

test('the names of objects are no commands', () =>
  assert.deepEqual(['explain', 'toString', 'constructor', '__proto__'].map(isSlashName), [true, false, false, false]));

test('a text is asked for in the person’s language, a file is not', () => {
  const { explain, tests } = slashCommands;
  assert.equal(slashQuestion(explain, '', 'English'), 'Explain this code.');
  assert.equal(slashQuestion(explain, '', 'Simplified Chinese'), 'Explain this code. Answer in Simplified Chinese.');
  assert.equal(
    slashQuestion(explain, '为什么？', 'English'),
    'Explain this code.\n\nAnswer in the language of this request: 为什么？',
  );
  assert.equal(slashQuestion(tests, '', 'German'), tests.question);
  assert.equal(slashQuestion(tests, 'with mocha', 'German'), `${tests.question}\n\nwith mocha`);
});

test('a prompt file may say what it is for', () => {
  assert.deepEqual(readPromptFile('---\ndescription: "Find leaks"\nmode: x\n---\n\nLook for leaks.\n'), {
    description: 'Find leaks',
    body: 'Look for leaks.',
  });
  assert.deepEqual(readPromptFile('Look.\n---\ndescription: no\n---\n'), {
    description: '',
    body: 'Look.\n---\ndescription: no\n---',
  });
  assert.deepEqual(readPromptFile('---\ndescription: never closed'), {
    description: '',
    body: '---\ndescription: never closed',
  });
  assert.deepEqual(readPromptFile(''), { description: '', body: '' });
});

test('a prompt file’s name becomes a command that can be typed and read back', () => {
  assert.deepEqual(['Review.md', 'find leaks.md', '-x-.md', '评审.md', '.md', '***.md'].map(promptName), [
    ...['review', 'find-leaks', 'x', '评审', undefined, undefined],
  ]);
  assert.equal(readSlash(`/${promptName('find leaks.md')}`)?.command, 'find-leaks');
});

test('placeholders are found and named, others stay as they stand', () => {
  const body = 'Compare {{selection}} with {{ file }} and {{other}}.';
  assert.deepEqual([...placeholdersIn(body)], ['selection', 'file']);
  assert.equal(
    filledPrompt(body, { selection: 'a.ts:1–2', file: '$&.ts' }, 'Quickly.'),
    'Compare a.ts:1–2 with $&.ts and {{other}}.\n\nQuickly.',
  );
  assert.deepEqual([...placeholdersIn('{{user.name}}')], []);
});
