import assert from 'node:assert/strict';
import { test } from 'node:test';
import { triggerAt } from '../../../../src/page/composer/trigger.ts';

/** What the text asks for with the caret at "║". */
const asks = (marked: string): string | undefined => triggerAt(marked.replace('║', ''), marked.indexOf('║'))?.query;

test('"#" and "@" ask at the start of a word, with the letters before the caret', () => {
  assert.equal(asks('#║'), '#');
  assert.equal(asks('Why does #que║'), '#que');
  assert.equal(asks('Why\n@queue.ts║'), '@queue.ts');
  assert.equal(asks('(#src/que║)'), '#src/que');
  assert.equal(asks('see #que║ue.ts'), '#que');
});

test('inside a word they do not ask', () => {
  for (const text of ['C#║', 'F#m║', 'name@host║', '##║', 'a#b#c║', '#queue ║', '# Title║', 'none║'])
    assert.equal(asks(text), undefined, text);
});

test('they ask after Chinese, Japanese and Korean, which has no spaces between words', () => {
  assert.equal(asks('解释#que║'), '#que');
  assert.equal(asks('请看，@队列║'), '@队列');
  assert.equal(asks('これ#║'), '#');
});

test('"/" asks only at the very start, and a path is no command', () => {
  assert.equal(asks('/║'), '/');
  assert.equal(asks('/ex║'), '/ex');
  assert.equal(asks('/解释║'), '/解释');
  for (const text of ['a /ex║', ' /ex║', '/usr/l║', '/explain ║', '/explain this║', '║/ex'])
    assert.equal(asks(text), undefined, text);
});

test('the whole word is replaced, also what stands behind the caret', () => {
  assert.deepEqual(triggerAt('see #queue.ts now', 8), { query: '#que', from: 4, to: 13 });
});

test('a word longer than any name asks for nothing', () => {
  assert.equal(asks(`#${'a'.repeat(255)}║`)?.length, 256);
  assert.equal(asks(`#${'a'.repeat(256)}║`), undefined);
});
