import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderCases } from '../../eval/render.ts';

interface Row {
  readonly id: string;
  readonly trace: string;
  readonly answer: string;
  readonly text: string;
  readonly ms: number;
  readonly steps?: readonly string[];
}

async function rowsOf(cases: readonly object[], steps = false): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const lines = cases.map(one => JSON.stringify(one));
  await renderCases(lines, { steps }, row => rows.push(row as Row));
  return rows;
}

test('cases become the HTML of their trace and answer, in order', async () => {
  const rows = await rowsOf([
    { id: 'tags', chunks: ['<think>\nSo `a`', '.\n</th', 'ink>\n\nIt is **b**.'] },
    { id: 'pieces', chunks: [{ thinking: 'So.' }, { content: 'It ' }, { content: 'is.' }] },
  ]);
  assert.deepEqual(
    rows.map(({ ms, ...row }) => ({ ...row, isTimed: typeof ms === 'number' })),
    [
      {
        id: 'tags',
        trace: '<p>So <code>a</code>.</p>',
        answer: '<p>It is <strong>b</strong>.</p>',
        text: 'It is b.',
        isTimed: true,
      },
      { id: 'pieces', trace: '<p>So.</p>', answer: '<p>It is.</p>', text: 'It is.', isTimed: true },
    ],
  );
});

test('the text keeps code exactly and leaves the buttons out', async () => {
  const code = '\tx = \'a\' & "b"  \n\n\n\ty < 2';
  const [row] = await rowsOf([{ id: 'code', chunks: [`Look:\n\`\`\`py\n${code}\n\`\`\`\n`] }]);
  assert.equal(row?.text, `Look:${code}`);
  assert.ok(row.answer.includes('aria-label="Copy code"'));
});

test('with steps there is the HTML after each chunk', async () => {
  const [row] = await rowsOf([{ id: 'steps', chunks: ['Look:\n```t', 's\nconst a', ' = 1;'] }], true);
  assert.equal(row?.steps?.length, 3);
  for (const step of row.steps) assert.equal(step.includes('`'), false);
  assert.ok(row.steps[1]?.includes('<span class="code-keyword">const</span> a</span></code>'));
});

test('an 8 KB answer in pieces gives the same HTML as at once', async () => {
  const part = 'Some prose with `code` and [a][1].\n\n- one\n- two\n\n```ts\nconst a = 1;\n```\n\n';
  const text = `${part.repeat(120).slice(0, 8000)}\n\n\`\`\`\n\n[1]: https://example.org\n`;
  const chunks = text.match(/[^]{1,4}/g) ?? [];
  const [pieces, whole] = await rowsOf([
    { id: 'pieces', chunks },
    { id: 'whole', chunks: [text] },
  ]);
  assert.ok(chunks.length > 1900);
  assert.equal(pieces?.answer, whole?.answer);
});

test('a bad case is refused with its line and field', async () => {
  const write = (): void => undefined;
  const good = '{"id":"a","chunks":["x"]}';
  await assert.rejects(
    renderCases([good, '', '{"id":"b"}'], { steps: false }, write),
    /^Error: line 3, field "chunks"/,
  );
  await assert.rejects(renderCases([good, '{"id":"b",'], { steps: false }, write), /line 2: not JSON/);
});
