import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { escaped, unescaped } from '../../../../src/chat/history/escaping.ts';
import { type Fence, fenceAfter } from '../../../../src/chat/history/fences.ts';
import { anyText } from './anyChat.ts';

const asExported: readonly (readonly [text: string, exported: string])[] = [
  ['plain *text*', 'plain *text*'],
  ['if (a < b && b <3)', 'if (a < b && b <3)'],
  ['a Vec<String> here', String.raw`a Vec\<String> here`],
  ['in `Vec<String>` code', 'in `Vec<String>` code'],
  ['in ``a`<b>`` code and <b>', 'in ``a`<b>`` code and ' + String.raw`\<b>`],
  ['an open `<b>', 'an open `' + String.raw`\<b>`],
  ['</details>', String.raw`\</details>`],
  ['<!-- no', String.raw`\<!-- no`],
  [String.raw`\<b> and \\<b>`, String.raw`\\\<b> and \\\\\<b>`],
  ['## You', String.raw`\## You`],
  [String.raw`\## Deepwell  `, String.raw`\\## Deepwell  `],
  ['## Your queue', '## Your queue'],
  ['```html\n</details>\n## You\n```\n<b>', '```html\n</details>\n## You\n```\n' + String.raw`\<b>`],
  ['```\n<b>', '```\n<b>\n```\n<!-- The code block was not closed. -->'],
  ['~~~~\n~~~', '~~~~\n~~~\n~~~~\n<!-- The code block was not closed. -->'],
  ['``` not a fence `', '``` not a fence `'],
  ['1. so:\n   ```ts\n   a<b>c\n   ```\n   d<e>', '1. so:\n   ```ts\n   a<b>c\n   ```\n   d' + String.raw`\<e>`],
];

for (const [text, exported] of asExported)
  test(`${JSON.stringify(text)} stays what it is in a document`, () => {
    assert.equal(escaped(text), exported);
    assert.equal(unescaped(exported.split('\n')), text);
  });

test('any text comes out of a document as it went in', () =>
  fc.assert(
    fc.property(anyText, text => {
      assert.equal(unescaped(escaped(text).split('\n')), text);
    }),
    { numRuns: 300 },
  ));

test('no line outside code can be taken for a part of the document, and no code block is left open', () =>
  fc.assert(
    fc.property(anyText, text => {
      const lines = escaped(text).split('\n');
      let fence: Fence | undefined;
      for (const line of lines.at(-1)?.startsWith('<!-- The code block') === true ? lines.slice(0, -1) : lines) {
        const before = fence;
        fence = fenceAfter(line, fence);
        if (before === undefined && fence === undefined)
          assert.doesNotMatch(line, /^(## (You|Deepwell)\s*$|<[a-z/!?])/i);
      }
      assert.equal(fence, undefined);
    }),
  ));

const long = 500_000;
for (const [name, text] of [
  ['backslashes', '\\'.repeat(long)],
  ['code spans', '`a`'.repeat(long)],
  ['backticks that nothing closes', Array.from({ length: 800 }, (_, at) => `${'`'.repeat(at + 1)} `).join('')],
  ['blanks', ' '.repeat(long)],
  ['elements', '<b>'.repeat(long)],
] as const)
  test(`a long line of ${name} takes no longer than any`, () => {
    assert.equal(unescaped(escaped(text).split('\n')), text);
    assert.equal(unescaped(escaped(`\`\`\`\n${text}`).split('\n')), `\`\`\`\n${text}`);
  });
