import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { renderCases } from '../eval/render.ts';
import { startBrowser } from './browser.ts';

const dom = z.object({
  has: z.array(z.string()).default([]),
  hasNot: z.array(z.string()).default([]),
  textIncludes: z.array(z.string()).default([]),
  textExcludes: z.array(z.string()).default([]),
});

const markdownCase = z.object({ id: z.string(), chunks: z.array(z.string()), expected: z.object({ dom }) });

const row = z.object({
  id: z.string(),
  trace: z.string(),
  answer: z.string(),
  text: z.string(),
  steps: z.array(z.string()).default([]),
});

const cases = readFileSync(new URL('../golden/markdown.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter(line => line !== '')
  .map(line => markdownCase.parse(JSON.parse(line)));

/** What no answer and no trace may ever become, finished or while it grows. */
const forbidden = [
  ...'script iframe object embed form style link meta base'.split(' '),
  ...['onerror', 'onload', 'onclick', 'onmouseover', 'ontoggle', 'srcdoc'].map(name => `[${name}]`),
  ...['javascript', 'command', 'vscode', 'data', 'file'].map(scheme => `a[href^='${scheme}:' i]`),
  "img[src^='http' i]",
  "img[src^='//']",
  "img[src^='data:' i]",
  'svg [onload]',
];

let browser: Browser;
let page: Page;
before(async () => {
  browser = await startBrowser();
  page = await browser.newPage();
});
after(async () => browser?.close());

/** The selectors that match something in the HTML, as a browser reads it. */
const matching = (html: string, selectors: readonly string[]): Promise<readonly string[]> =>
  page.evaluate(
    ([text, all]) => {
      const { body } = new DOMParser().parseFromString(text, 'text/html');
      return all.filter(selector => body.querySelector(selector) !== null);
    },
    [html, selectors] as const,
  );

type Row = z.infer<typeof row>;

/** All at once: the renderer is bundled for each call. */
async function render(all: readonly (readonly string[])[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const lines = all.map(chunks => JSON.stringify({ id: 'one', chunks }));
  await renderCases(lines, { steps: true }, one => rows.push(row.parse(one)));
  return rows;
}

const rendered = render(cases.map(({ chunks }) => chunks));

for (const [at, { id, chunks, expected }] of cases.entries())
  test(`Markdown comes out right, and is safe while it grows: ${id}`, async () => {
    const { has, hasNot, textIncludes, textExcludes } = expected.dom;
    const { trace, answer, text, steps } = row.parse((await rendered)[at]);
    assert.equal(steps.length, chunks.length);
    for (const html of [...steps, trace + answer])
      assert.deepEqual(await matching(html, [...forbidden, ...hasNot]), [], html);
    assert.deepEqual(await matching(trace + answer, has), has, answer);
    for (const part of textIncludes) assert.ok(text.includes(part), `${JSON.stringify(part)} is not in ${text}`);
    for (const part of textExcludes) assert.ok(!text.includes(part), `${JSON.stringify(part)} is in ${text}`);
  });

test('each case gives the same HTML in pieces of five characters, and nothing forbidden on the way', async () => {
  const texts = cases.map(({ chunks }) => chunks.join(''));
  const whole = await render(texts.map(text => [text]));
  const pieces = await render(texts.map(text => text.match(/[^]{1,5}/gu) ?? []));
  for (const [at, { id }] of cases.entries()) {
    assert.equal(pieces[at]?.answer, whole[at]?.answer, id);
    assert.deepEqual(await matching([...new Set(pieces[at]?.steps)].join('\n'), forbidden), [], id);
  }
});

test('there are at least fifty cases, each with its own name', () =>
  assert.ok(cases.length >= 50 && new Set(cases.map(({ id }) => id)).size === cases.length));
