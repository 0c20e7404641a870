import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Workbench, openWorkbench } from './workbench.ts';

let bench: Workbench;

before(async () => {
  bench = await openWorkbench({
    coder: [{ after: '=', says: ' a + b;' }],
    files: { 'large.ts': 'const a = 1;\n'.repeat(200_000), 'small.ts': 'const sum\n' },
  });
});
after(() => bench?.close());

test('in a file that is too large the status item says so to eyes and ears', async () => {
  const { page, status } = bench;
  const told = '[aria-label*="This file is too large for ghost text (2.6 MB; limit 2 MB)."]';
  // The window opens with this file: it has to start first, and to read it.
  await status.and(page.locator(told)).waitFor({ timeout: 60_000 });
});

test('the list of the status item turns ghost text off for a language and on again, and offers to snooze', async () => {
  const { page, status } = bench;
  const rows = page.locator('.quick-input-widget .monaco-list-row');
  const choose = async (words: string): Promise<void> => {
    await status.click();
    await page.locator('.quick-input-widget input').fill(words);
    await rows.filter({ hasText: words }).first().waitFor();
  };
  await page.keyboard.press('Control+p');
  await page.locator('.quick-input-widget input').fill('small.ts');
  await rows.filter({ hasText: 'small.ts' }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.editor-instance .view-line', { hasText: 'const sum' }).waitFor();

  await choose('Turn completions off for typescript');
  await page.keyboard.press('Enter');
  await status
    .and(page.locator('[aria-label*="Completions are off here: they are turned off for typescript."]'))
    .waitFor();
  await choose('Turn completions on for typescript');
  await page.keyboard.press('Enter');
  await status.and(page.locator('[aria-label^="Deepwell: Built-in engine"]')).waitFor();

  await choose('Snooze ghost text');
  await page.keyboard.press('Enter');
  await rows.filter({ hasText: '5 minutes' }).first().waitFor();
  await page.keyboard.press('Escape');
});

test('what was taken is counted, and told where one looks for it', async () => {
  const { page, status, ghostText } = bench;
  await page.locator('.editor-instance .view-line').first().click();
  await page.keyboard.press('End');
  await page.keyboard.type(' =');
  await ghostText.first().waitFor();
  await status.and(page.locator('[aria-label*="0 of 1 taken today, 0 kept."]')).waitFor();
  await page.keyboard.press('Tab');
  await status.and(page.locator('[aria-label*="1 of 1 taken today, 0 kept."]')).waitFor();
  assert.match(await bench.savedText('small.ts'), /const sum = a \+ b;/);
});
