import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tellCount, tellLastShown, tellWhyNot } from '../../fakes/tell.ts';

test('a file that is too large is told with its size and the limit, and never as large as the limit', () => {
  const tooLarge = 'This file is too large for ghost text';
  assert.equal(tellWhyNot({ kind: 'tooLarge', characters: 2_400_000 }), `${tooLarge} (2.4 MB; limit 2 MB).`);
  assert.equal(tellWhyNot({ kind: 'tooLarge', characters: 2_000_001 }), `${tooLarge} (2.1 MB; limit 2 MB).`);
});

test('a language for which completions are off is named', () =>
  assert.match(tellWhyNot({ kind: 'offForLanguage', languageId: 'markdown' }), /^Completions are off here.*markdown/));

test('of the last ghost text is told what is known of the engine’s work', () => {
  const usage = { promptTokens: 900, evaluatedTokens: 3, generatedTokens: 12 };
  assert.equal(tellLastShown({ ms: 180, usage }), 'Last ghost text: 180 ms, 3 tokens read, 12 tokens written.');
  assert.equal(
    tellLastShown({ ms: 180, usage: { ...usage, evaluatedTokens: undefined } }),
    'Last ghost text: 180 ms, 12 tokens written.',
  );
  assert.equal(
    tellLastShown({ ms: 180, usage: { generatedTokens: 12 } }),
    'Last ghost text: 180 ms, at least 12 tokens written.',
  );
  assert.equal(tellLastShown({ ms: 2 }), 'Last ghost text: 2 ms, without asking the model.');
});

test('the day’s count is one short sentence', () =>
  assert.equal(tellCount({ shown: 40, taken: 12, kept: 10, keptLong: 8 }), '12 of 40 taken today, 10 kept.'));
