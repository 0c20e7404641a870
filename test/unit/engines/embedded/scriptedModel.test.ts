import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scriptedModel } from '../../../fakes/scriptedModel.ts';

test('a scripted model is small', () => {
  const says = Array.from({ length: 60 }, (_, line) => `line ${line} of a long answer\n`).join('');
  assert.ok(scriptedModel({ kind: 'r1', scripts: [{ says: `hm</think>${says}` }] }).length < 300_000);
});

test('the same scripts make the same file', () => {
  const model = { kind: 'coder', scripts: [{ says: 'a b c a b c 🙂🙂' }] } as const;
  assert.ok(scriptedModel(model).equals(scriptedModel(model)));
});

test('two scripts that nothing tells apart are refused', () => {
  assert.throws(
    () => scriptedModel({ kind: 'coder', scripts: [{ says: 'one' }, { says: 'two' }] }),
    /begin or go on alike/,
  );
  assert.throws(
    () =>
      scriptedModel({
        kind: 'r1',
        scripts: [
          { says: 'a</think>b c', when: '?' },
          { says: 'd</think>e', when: '?' },
        ],
      }),
    /alike/,
  );
});

test('a text that would need pieces used elsewhere is refused by its name', () => {
  const scripts = [{ says: 'word' }, { says: 'word', after: ' ' }];
  assert.throws(() => scriptedModel({ kind: 'coder', scripts }), /already says "word"/);
});
