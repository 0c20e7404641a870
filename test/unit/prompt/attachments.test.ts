import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Attachment, withAttachments } from '../../../src/prompt/attachments.ts';

const about = (kind: Attachment['kind'], path: string): Attachment => ({
  ...{ id: path, kind, label: path, path, languageId: 'markdown', text: `text of ${path}` },
});

test('a question without attachments stays as it is', () => assert.equal(withAttachments('Why?', []), 'Why?'));

test('an attached file stands before the question in DeepSeek’s template', () =>
  assert.equal(
    withAttachments('Why?', [about('file', 'a.ts')]),
    '[file name]: a.ts\n[file content begin]\ntext of a.ts\n[file content end]\nWhy?',
  ));

test('before the question it is said what rules and notes are for', () =>
  assert.match(
    withAttachments('Why?', [
      about('rules', 'AGENTS.md'),
      about('rules', '.deepwell/rules.md'),
      about('notes', 'n.md'),
    ]),
    /\[file content end\]\nFollow the rules of this project in AGENTS\.md, \.deepwell\/rules\.md\.\nKeep in mind the notes in n\.md\.\nWhy\?$/,
  ));
