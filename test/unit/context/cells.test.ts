import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { type Cell, cellsBefore } from '../../../src/context/cells.ts';
import { tokensIn } from '../../../src/context/tokens.ts';

const code = (text: string, languageId = 'python'): Cell => ({ kind: 'code', languageId, text });
const markdown = (text: string): Cell => ({ kind: 'markdown', languageId: 'markdown', text });

test('code cells of the same language come as they are, Markdown as comments', () =>
  assert.equal(
    cellsBefore(
      [markdown('# Load\n\nThe data.'), code('import pandas as pd\n'), code('select 1', 'sql'), code('pd.')],
      3,
      1000,
    ),
    '# # Load\n#\n# The data.\n\nimport pandas as pd\n\n',
  ));

test('Markdown is left out where it is not known how a comment looks', () =>
  assert.equal(cellsBefore([markdown('Text'), code('x', 'brainfuck')], 1, 1000), ''));

test('what follows the cell, empty cells and the cell itself are left out', () =>
  assert.equal(cellsBefore([code('a = 1'), code('  \n'), code('b = 2'), code('c = 3')], 2, 1000), 'a = 1\n\n'));

test('the nearest cells win, and of one that is too long its last lines', () => {
  const cells = [code('a = 1'), code('b = 2'), code('c')];
  assert.equal(cellsBefore(cells, 2, tokensIn('b = 2\n\n')), 'b = 2\n\n');
  assert.equal(cellsBefore([code('a = 1\nb = 2'), code('c')], 1, tokensIn('b = 2\n\n')), 'b = 2\n\n');
});

test('an index outside has nothing before it', () => {
  assert.equal(cellsBefore([code('a')], -1, 1000), '');
  assert.equal(cellsBefore([], 0, 1000), '');
});

test('the budget always holds', () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.string().map(text => code(text)),
          fc.string().map(markdown),
        ),
      ),
      fc.nat(60),
      (cells, budget) => {
        const before = cellsBefore([...cells, code('')], cells.length, budget);
        assert(tokensIn(before) <= budget);
        assert(before === '' || before.endsWith('\n'));
      },
    ),
  ));
