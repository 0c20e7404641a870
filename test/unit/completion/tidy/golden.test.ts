import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tidy } from '../../../../src/completion/tidy/tidy.ts';
import { cases, documentAfter, placeOf, rightDocuments } from './cases.ts';

for (const one of cases) {
  test(`the right text is shown: ${one.id}`, () => {
    const suggestion = tidy(one.modelOutput, placeOf(one), one.finishReason);
    const [expected] = rightDocuments(one);
    const document = documentAfter(one, suggestion);
    if (!rightDocuments(one).includes(document)) assert.equal(document, expected);
    if (one.expected.insert === null) assert.equal(suggestion, undefined);
  });

  test(`the editor can render it as ghost text: ${one.id}`, () => {
    const suggestion = tidy(one.modelOutput, placeOf(one), one.finishReason);
    const replaced = one.suffix.slice(0, suggestion?.replaceSuffix ?? 0);
    assert.ok(!replaced.includes('\n'), 'only the rest of the line is replaced');
    assert.ok(isSubsequence(replaced, suggestion?.insert ?? ''), 'what is replaced comes again in the same order');
  });
}

test('the golden cases are all there', () => assert.ok(cases.length >= 230, `${cases.length} cases`));

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const char of whole) if (char === part.charAt(at)) at += 1;
  return at === part.length;
}
